// What browsers, password managers and phones ask of a site by themselves.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isApiPath } from '../server/troubles.ts';
import { TestBrowser, testSite } from './site.testing.ts';

test('every page names its icon, its touch icon, its manifest and its colours, and each is there', async () => {
  const browser = new TestBrowser(testSite({ name: 'Casa "Röhre"' }, 'https://link.example/pins'));
  const { text } = await browser.open('/signin');
  assert.match(text, /name="theme-color" media="\(prefers-color-scheme: dark\)" content="#111413"/);
  const types: Readonly<Record<string, string>> = {
    icon: 'image/svg+xml',
    'apple-touch-icon': 'image/png',
    manifest: 'application/manifest+json',
  };
  for (const [rel, type] of Object.entries(types)) {
    const [, path = ''] = new RegExp(`<link rel="${rel}"[^>]* href="/pins([^"]+)"`).exec(text) ?? [];
    const file = await browser.send(path);
    assert.deepEqual([file.status, file.headers.get('content-type')], [200, type], rel);
    if (rel !== 'manifest') continue;
    const { name, start_url, icons } = JSON.parse(file.text) as Manifest;
    const at = (url: string): string => new URL(url, `https://link.example/pins${path}`).href;
    assert.deepEqual([name, at(start_url)], ['Casa "Röhre"', 'https://link.example/pins/link']);
    for (const { src } of icons) assert.equal((await browser.send(at(src).slice(25))).status, 200, src);
  }
});

interface Manifest {
  readonly name: string;
  readonly start_url: string;
  readonly icons: readonly { readonly src: string }[];
}

test('the addresses that browsers try unasked answer, too', async () => {
  const browser = new TestBrowser(testSite());
  for (const path of ['/favicon.ico', '/apple-touch-icon.png']) {
    const { status, headers } = await browser.send(path);
    assert.deepEqual([status, headers.get('content-type')], [200, 'image/png'], path);
  }
});

test('a password manager is led to where the password is changed, by a page and not by the API', async () => {
  const { status, to } = await new TestBrowser(testSite()).send('/.well-known/change-password');
  assert.deepEqual([status, to], [303, '/account']);
  for (const page of ['/.well-known/change-password', '/oauth/authorize', '/oauth/authorize/']) {
    assert.equal(isApiPath(page), false, page);
  }
  for (const path of [
    '/.well-known/openid-configuration',
    '/.well-known/change-password/x',
    '/.well-known/x',
    '/oauth/authorize/x',
  ]) {
    assert.equal(isApiPath(path), true, path);
  }
});
