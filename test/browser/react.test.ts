// @linkpin/client/react in Chromium, in strict mode, signing in at the real service.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { build } from 'esbuild';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { foldCode } from '../../packages/server/src/domain/code.ts';
import { openCode } from '../../packages/server/src/service/pins/open-code.ts';
import { approverAt, type Approver } from '../clients/approver.ts';
import { registerClient } from '../harness/clients.ts';
import { createHarness, type Harness } from '../harness/service.ts';
import { until } from '../support/until.ts';
import { openChromium } from './chromium.ts';

interface Outcome {
  readonly kind: string;
  readonly token?: string;
}

/** What React renders on a server for the first state. */
const rendered =
  '<main><h1>My Player</h1><section data-state="idle"><button data-part="start" type="button">Sign in</button>' +
  '</section><button id="leave">Leave</button></main>';

describe('an app in React', () => {
  let harness: Harness;
  let origin = '';
  let site: Server;
  let browser: Browser;
  let context: BrowserContext;
  let ada: Approver;
  /** What pages said on their consoles. */
  let said: string[] = [];

  before(async () => {
    harness = createHarness('an app in React');
    origin = await harness.service.listen();
    ada = await approverAt(harness, origin);
    await registerClient(harness, 'tv', { numberMatching: true, scopes: [], audiences: [] });
    const { outputFiles } = await build({
      entryPoints: [fileURLToPath(new URL('react/app.ts', import.meta.url))],
      bundle: true,
      write: false,
      format: 'esm',
      conditions: ['linkpin-source'],
      define: { 'process.env.NODE_ENV': '"development"' },
    });
    const script = outputFiles[0]?.contents ?? '';
    site = createServer(({ url = '' }, response) => {
      const isScript = url.startsWith('/app.js');
      response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html; charset=utf-8' });
      const html = `<!doctype html><html lang="en"><title>My Player</title><link rel="icon" href="data:,">
        <div id="root">${url.includes('rendered') ? rendered : ''}</div><script type="module" src="/app.js"></script></html>`;
      response.end(isScript ? script : html);
    }).listen(0, '127.0.0.1');
    await once(site, 'listening');
    browser = await openChromium();
    context = await browser.newContext();
  });
  after(async () => {
    await browser.close();
    site.closeAllConnections();
    site.close();
    await harness.service.close();
  });
  afterEach(() => {
    assert.deepEqual(said, []);
  });

  async function open(query: string): Promise<{ page: Page; asked: readonly string[] }> {
    const page = await context.newPage();
    said = [];
    const asked: string[] = [];
    // A poll that is answered 400 or 404 is an error to the browser, not to the page.
    const isPoll = (text: string): boolean => text.startsWith('Failed to load resource');
    page.on('console', (message) => {
      if (/error|warning/.test(message.type()) && !isPoll(message.text())) said.push(message.text());
    });
    page.on('pageerror', (error) => said.push(String(error)));
    page.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
    const { port } = site.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/?server=${encodeURIComponent(origin)}&${query}`);
    return { page, asked };
  }
  const state = (page: Page, kind: string) => page.locator(`[data-state=${kind}]`).waitFor();
  const codeOn = async (page: Page): Promise<string> => (await page.locator('[data-part=code]').textContent()) ?? '';
  const outcomesOf = (page: Page): Promise<Outcome[]> =>
    page.evaluate(() => (globalThis as unknown as { outcomes: Outcome[] }).outcomes);
  const press = (page: Page, part: string) => page.locator(`[data-part=${part}]`).click();
  const pins = (asked: readonly string[]): number => asked.filter((one) => one === 'POST /api/v2/pins').length;

  it('asks for a code when its person wants one, shows it, and tells the yes once', async () => {
    const { page, asked } = await open('as=pin');
    await state(page, 'idle');
    assert.equal(pins(asked), 0);
    await press(page, 'start');
    await state(page, 'pending');
    const { violations } = await new AxeBuilder({ page }).analyze();
    assert.deepEqual(violations, []);
    const code = await codeOn(page);
    assert.equal(await page.locator('output').textContent(), `${origin}/link?code=${code}`);
    await ada.answerCode(code, 'yes');
    await state(page, 'approved');
    const outcomes = await outcomesOf(page);
    assert.equal(outcomes.length, 1);
    assert.match(outcomes[0]?.token ?? '', /^[0-9A-Za-z]{20}$/);
    assert.equal(pins(asked), 1);
  });

  it('goes on with what a server rendered, and asks for one code although strict mode mounts it twice', async () => {
    const { page, asked } = await open('as=pin&auto&rendered');
    await state(page, 'pending');
    await ada.answerCode(await codeOn(page), 'no');
    await state(page, 'denied');
    assert.equal(pins(asked), 1);
    await press(page, 'start');
    await state(page, 'pending');
    assert.equal(pins(asked), 2);
  });

  it('calls a code off at the server when its person does, and when the component goes away', async () => {
    for (const ends of ['cancel', 'leave']) {
      const { page } = await open('as=pin');
      await press(page, 'start');
      await state(page, 'pending');
      const code = await codeOn(page);
      const gone = page.waitForResponse((response) => response.request().method() === 'DELETE');
      await page.locator(ends === 'leave' ? '#leave' : '[data-part=cancel]').click();
      assert.equal((await gone).ok(), true);
      const pin = await harness.ports.pins.byCode(foldCode(code), harness.ports.clock.now());
      assert.equal(pin?.state.at, 'cancelled');
      if (ends === 'cancel') assert.deepEqual(await outcomesOf(page), [{ kind: 'cancelled' }]);
    }
  });

  it('signs in by device code, with the number to match once somebody opened the code', async () => {
    const { page } = await open('as=code');
    await press(page, 'start');
    await state(page, 'pending');
    const code = await codeOn(page);
    const account = await harness.person('grace');
    const opened = await openCode(harness.ports, code.replace(/\W/g, ''), account.id, { session: 's'.repeat(43) });
    assert.ok(opened.ok);
    await state(page, 'opened');
    assert.match((await page.locator('[data-part=number] strong').textContent()) ?? '', /^\d\d$/);
  });

  it('says that there is no code when there is none, and tries again on request', async () => {
    const { page, asked } = await open('as=pin');
    await page.route('**/api/v2/pins', (route) => route.abort());
    await press(page, 'start');
    await state(page, 'unavailable');
    await page.unroute('**/api/v2/pins');
    await press(page, 'start');
    await state(page, 'pending');
    await until('the page asks again', () => pins(asked) === 2);
  });
});
