// The app in examples/next, built by Next.js and in Chromium, signing people in at the real service. linkpin must be built.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { after, afterEach, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import decodeQr from 'qr/decode.js';
import { openChromium } from '../browser/chromium.ts';
import { approverAt, type Approver } from '../clients/approver.ts';
import { registerClient } from '../harness/clients.ts';
import { createHarness, type Harness } from '../harness/service.ts';
import { freePort } from '../support/ports.ts';
import { until } from '../support/until.ts';

const folder = fileURLToPath(new URL('../../examples/next', import.meta.url));

describe('an app in Next.js', () => {
  let harness: Harness;
  let issuer = '';
  let ada: Approver;
  let app: ChildProcess;
  let origin = '';
  let browser: Browser;
  let context: BrowserContext;
  /** What pages said on their consoles, hydration that does not match among it. */
  let said: string[] = [];

  const next = (args: readonly string[], more: NodeJS.ProcessEnv = {}) =>
    spawn(process.execPath, ['node_modules/next/dist/bin/next', ...args], {
      cwd: folder,
      env: { ...process.env, NODE_OPTIONS: '', NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
    });

  before(async () => {
    harness = createHarness('next');
    issuer = await harness.service.listen();
    ada = await approverAt(harness, issuer);
    await registerClient(harness, 'film-club', { scopes: ['openid', 'profile'], audiences: [] });
    const build = next(['build']);
    const [out, errors, [status]] = await Promise.all([text(build.stdout), text(build.stderr), once(build, 'close')]);
    assert.equal(status, 0, `${out}${errors}`);
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    const child = next(['start', '--hostname', '127.0.0.1', '--port', String(port)], { ISSUER: issuer });
    app = child;
    for await (const line of createInterface({ input: child.stdout })) if (line.includes('Ready')) break;
    child.stdout.resume();
    child.stderr.resume();
    browser = await openChromium();
  });
  after(async () => {
    await browser.close();
    app.kill();
    await harness.service.close();
  });
  afterEach(async () => {
    await context.close();
    assert.deepEqual(said, []);
  });

  async function open(options: BrowserContextOptions = {}): Promise<Page> {
    context = await browser.newContext(options);
    said = [];
    const page = await context.newPage();
    page.on('console', (message) => {
      if (/error|warning/.test(message.type())) said.push(message.text());
    });
    page.on('pageerror', (error) => said.push(String(error)));
    await page.goto(origin);
    return page;
  }
  const press = (page: Page, name: string) => page.getByRole('button', { name }).click();
  const state = (page: Page, kind: string) => page.locator(`[data-state=${kind}]`).waitFor();
  const codeOn = async (page: Page) => (await page.locator('[data-part=code]').textContent()) ?? '';
  const greets = (page: Page) => page.getByText('Hello, ada.').waitFor();
  const cookies = async () => (await context.cookies()).map(({ name, httpOnly }) => [name, httpOnly]);

  it('is a page before any script runs, and asks for no code by that', async () => {
    const page = await (await fetch(origin)).text();
    assert.match(page, /<section class="sign-in" data-state="idle"><button data-part="start"/);
    assert.equal((await fetch(`${origin}/sign-in/states`)).status, 200);
    const live = await harness.ports.pins.byCode('', harness.ports.clock.now());
    assert.equal(live ?? null, null);
    context = await browser.newContext();
  });

  it('shows a code and its QR code, and signs in whoever said yes; tokens stay on the server', async () => {
    const page = await open();
    const sent: string[] = [];
    page.on('response', (response) => {
      const keep = (body: string): void => void sent.push(body);
      if (!response.url().includes('/_next/static/')) response.text().then(keep, () => {}); // the body of a redirect
    });
    await press(page, 'Sign in');
    await state(page, 'pending');
    assert.deepEqual((await new AxeBuilder({ page }).analyze()).violations, []);
    const code = await codeOn(page);
    const pixels = await page.locator('[data-part=qr] img').evaluate((image: HTMLImageElement) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 400, height: 400 });
      const drawn = canvas.getContext('2d');
      if (drawn) drawn.fillStyle = 'white';
      drawn?.fillRect(0, 0, 400, 400);
      drawn?.drawImage(image, 0, 0, 400, 400);
      return [...(drawn?.getImageData(0, 0, 400, 400).data ?? [])];
    });
    assert.equal(decodeQr({ width: 400, height: 400, data: Uint8Array.from(pixels) }), `${issuer}/link?code=${code}`);
    const [{ name, value } = { name: '', value: '' }] = await context.cookies();
    const states = (await fetch(`${origin}/sign-in/states`, { headers: { cookie: `${name}=${value}` } })).text();
    await ada.answerCode(code, 'yes');
    await greets(page);
    assert.equal((await states).trim().split('\n').at(-1), '{"kind":"approved"}');
    assert.deepEqual(await cookies(), [['session', true]]);
    assert.ok(sent.length > 0 && sent.every((body) => !/access_?token|refresh_?token|eyJ/i.test(body)));
    await press(page, 'Sign out');
    await state(page, 'idle');
    assert.deepEqual(await cookies(), []);
  });

  it('goes on with the code after a reload, and with another one after a no', async () => {
    const page = await open();
    await press(page, 'Sign in');
    await state(page, 'pending');
    const code = await codeOn(page);
    await page.reload();
    await state(page, 'pending');
    assert.equal(await codeOn(page), code);
    await ada.answerCode(code, 'no');
    await state(page, 'denied');
    await press(page, 'Get another code');
    await state(page, 'pending');
    assert.notEqual(await codeOn(page), code);
    await press(page, 'Cancel');
    await state(page, 'cancelled');
    await press(page, 'Get another code');
    await state(page, 'pending');
    harness.clock.pass(3_600_000);
    await state(page, 'expired');
  });

  /** Says that it has been answered, until the app has heard so from the issuer. */
  const answered = (page: Page, words: string): Promise<void> =>
    until(`the page says: ${words}`, async () => {
      await page.waitForLoadState();
      await Promise.all([page.waitForEvent('load'), press(page, 'I have answered')]);
      return (await page.locator('main').innerText()).includes(words);
    });

  it('signs in without a script, by forms', async () => {
    const page = await open({ javaScriptEnabled: false });
    await press(page, 'Sign in');
    await ada.answerCode(await codeOn(page), 'no');
    await answered(page, 'You are not signed in: the code was refused, or it has expired.');
    await press(page, 'Sign in');
    await ada.answerCode(await codeOn(page), 'yes');
    await answered(page, 'You are signed in.');
    assert.deepEqual(await cookies(), [['session', true]]);
  });
});
