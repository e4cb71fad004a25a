// A page on another site that signs people in as Seerr and Tautulli do, in Chromium, over TCP.
import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openChromium } from '../browser/chromium.ts';
import { goOn, sayNo, sayYes, signInHere } from '../browser/people.ts';
import { createHarness, type Harness } from '../harness/service.ts';

const script = readFileSync(new URL('browser-app/app.js', import.meta.url));
const document = `<!doctype html><title>Requests</title>
<button>Sign in with Plex</button> <output></output><script src="app.js"></script>`;

/** What the app's page wrote down. */
interface Noted {
  readonly polls: readonly (number | string)[];
  /** `popup.closed` after each poll. */
  readonly closed: readonly boolean[];
}

describe('an app that is a page on another site', () => {
  let harness: Harness;
  let plex = '';
  let app: Server;
  let browser: Browser;
  /** What came in, as method, path and query. */
  let came: string[] = [];
  const note = (message: unknown): void => {
    const { method, url } = (message as { request: IncomingMessage }).request;
    came.push(`${method} ${url}`);
  };

  before(async () => {
    harness = createHarness('browser app');
    plex = await harness.service.listen();
    await harness.person('ada');
    app = createServer(({ url }, response) => {
      const isScript = url === '/app.js';
      response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' });
      response.end(isScript ? script : document);
    });
    app.listen(0, '127.0.0.1');
    await once(app, 'listening');
    subscribe('http.server.request.start', note);
    browser = await openChromium();
  });
  after(async () => {
    unsubscribe('http.server.request.start', note);
    await browser.close();
    app.closeAllConnections();
    app.close();
    await harness.service.close();
  });

  /** Opens the app for somebody who was never here, and clicks. */
  async function click(prefix: string): Promise<{ page: Page; popup: Page }> {
    const page = await (await browser.newContext()).newPage();
    const { port } = app.address() as AddressInfo;
    // Not 127.0.0.1: another site, and not only another origin.
    await page.goto(`http://localhost:${port}/?${new URLSearchParams({ plex, prefix })}`);
    const opens = page.waitForEvent('popup');
    await page.getByRole('button', { name: 'Sign in with Plex' }).click();
    return { page, popup: await opens };
  }

  const noted = (page: Page): Promise<Noted> => page.evaluate('seen');

  /** Polls have gone on while the popup showed what it shows now, and each found it open. */
  const stillOpen = async (page: Page): Promise<void> => {
    const { polls } = await noted(page);
    await page.waitForFunction(`seen.polls.length > ${polls.length}`);
    const { closed } = await noted(page);
    assert.ok(closed.every((value) => !value));
  };

  // wire S18: Seerr, Overseerr and Tautulli use the first form, plexauth and authentik the second.
  for (const prefix of ['/auth/#!', '/auth#!']) {
    it(`signs Ada in through a popup at ${prefix}?, which is never called closed while it is open (S12 S18 S19)`, async () => {
      came = [];
      const { page, popup } = await click(prefix);
      await popup.waitForURL(`${plex}/signin?*`);
      await stillOpen(page);
      await signInHere(popup);
      await goOn(popup);
      await popup.getByText('Requests').first().waitFor();
      await stillOpen(page);
      await sayYes(popup);

      await page.getByText('Signed in as ada').waitFor();
      const { polls, closed } = await noted(page);
      assert.ok(closed.every((value) => !value));
      assert.equal(polls.at(-1), 200);
      assert.ok(polls.every((status) => status === 200 || status === 'no answer'));
      await page.context().close();

      const asked = came.indexOf('POST /api/v2/pins?strong=true');
      assert.ok(came.slice(0, asked).includes('OPTIONS /api/v2/pins?strong=true'));
      const read = came.indexOf('GET /api/v2/user');
      assert.ok(came.slice(0, read).includes('OPTIONS /api/v2/user'));
      assert.ok(asked >= 0 && read > asked);
    });
  }

  it('hears that the pin is gone when Ada says no', async () => {
    const { page, popup } = await click('/auth/#!');
    await signInHere(popup);
    await goOn(popup);
    await popup.getByText('Requests').first().waitFor();
    await sayNo(popup);
    await page.getByText('No: the pin is gone').waitFor();
    const { polls, closed } = await noted(page);
    assert.equal(polls.at(-1), 404);
    assert.ok(closed.every((value) => !value));
    await page.context().close();
  });

  it('hears that the pin is gone when nobody answers in time', async () => {
    const { page } = await click('/auth#!');
    await stillOpen(page);
    harness.clock.pass(1_800_000);
    await page.getByText('No: the pin is gone').waitFor();
    assert.equal((await noted(page)).polls.at(-1), 404);
    await page.context().close();
  });

  it('notices when Ada closes the popup', async () => {
    const { page, popup } = await click('/auth/#!');
    await popup.waitForURL(`${plex}/signin?*`);
    await popup.close();
    await page.getByText('The popup was closed').waitFor();
    await page.context().close();
  });
});
