import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { TestBrowser, testSite } from './site.testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'linkpin-face-'));
after(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const icon = Buffer.alloc(64);
Buffer.from('89504e470d0a1a0a0000000d49484452000000c0000000c0', 'hex').copy(icon);

const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>';

const acme = {
  name: 'Acme "Home"',
  accent: '#aa3300',
  accentDark: '#ff9966',
  logo: file('logo.svg', svg),
  logoDark: file('dark.svg', `${svg}\n`),
  icon: file('icon.png', icon),
  contact: 'help@acme.example',
  privacyUrl: 'https://acme.example/privacy?a=1&b=2',
  termsUrl: 'https://acme.example/terms',
} as const;

describe('an operator’s face', () => {
  it('is on every page: logo in light and dark, icon, contact and legal links', async () => {
    const browser = new TestBrowser(testSite(acme));
    const { text } = await browser.open('/signin');
    const [, dark = ''] =
      /<source media="\(prefers-color-scheme: dark\)" srcset="(\/assets\/logo-dark\.\w+\.svg)"/.exec(text) ?? [];
    const [, light = ''] =
      /<img class="logo" src="(\/assets\/logo\.\w+\.svg)" alt="Acme &quot;Home&quot;"/.exec(text) ?? [];
    const [, tab = ''] = /<link rel="icon" type="image\/png" href="([^"]+)"/.exec(text) ?? [];
    assert.match(text, /Questions\? <a href="mailto:help@acme.example">help@acme.example<\/a>/);
    assert.match(text, /<a href="https:\/\/acme.example\/privacy\?a=1&amp;b=2">Privacy<\/a>/);
    assert.match(text, /<a href="https:\/\/acme.example\/terms">Terms<\/a>/);
    assert.equal((await browser.send(dark)).text, `${svg}\n`);
    const served = await browser.send(light);
    assert.equal(served.text, svg);
    assert.equal(served.headers.get('content-type'), 'image/svg+xml');
    assert.equal(
      served.headers.get('content-security-policy'),
      "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    );
    assert.equal((await browser.send(tab)).headers.get('content-type'), 'image/png');
    assert.equal((await browser.send('/favicon.ico')).headers.get('content-type'), 'image/png');
    const manifest = await browser.send(/<link rel="manifest" href="([^"]+)"/.exec(text)?.[1] ?? '');
    assert.deepEqual(
      (JSON.parse(manifest.text) as { icons: { type: string }[] }).icons.map(({ type }) => type),
      ['image/png'],
    );
    const theme = await browser.send(/href="(\/assets\/theme[^"]+)"/.exec(text)?.[1] ?? '');
    assert.match(theme.text, /:root\{--accent:#aa3300.*\n.*dark\)\{:root\{--accent:#ff9966/);
  });

  it('has a contact of a few words, or a page', async () => {
    const contact = async (text: string) => (await new TestBrowser(testSite({ contact: text })).open('/signin')).text;
    assert.match(await contact('Ask <Ada> at the desk'), /Questions\? <bdi>Ask &lt;Ada&gt; at the desk<\/bdi>/);
    assert.match(
      await contact('https://acme.example/help'),
      /<a href="https:\/\/acme.example\/help">acme.example\/help<\/a>/,
    );
    assert.match(await contact('javascript:alert(1)'), /<bdi>javascript:alert\(1\)<\/bdi>/);
  });
});
