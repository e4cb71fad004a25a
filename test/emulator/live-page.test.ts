// The live page of `linkpin emulate` in a real browser, with JavaScript and without.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { openControl, type ControlPort } from '../../packages/linkpin/src/emulator/control/control-port.ts';
import { serveControl } from '../../packages/linkpin/src/emulator/control/control-server.ts';
import { emulator, type Emulator } from '../../packages/linkpin/src/emulator/emulator.ts';
import { desktop, openChromium, phone } from '../browser/chromium.ts';

const headers = { accept: 'application/json', 'x-plex-client-identifier': 'app', 'x-plex-product': 'Living Room' };

describe('the live page', () => {
  let browser: Browser;
  let plex: Emulator;
  let control: ControlPort;
  before(async () => {
    browser = await openChromium();
    plex = await emulator({ people: ['ada', 'grace'], intercept: false });
    control = await openControl();
    serveControl(control, plex);
  });
  after(async () => {
    await browser.close();
    await control.close();
    await plex.close();
  });

  async function open(options: Parameters<Browser['newContext']>[0]): Promise<Page> {
    const page = await (await browser.newContext(options)).newPage();
    await page.goto(`${control.url}/?key=${control.secret}`);
    return page;
  }
  async function ask(): Promise<string> {
    const answer = await fetch(`${plex.url}/api/v2/pins`, { method: 'POST', headers });
    return ((await answer.json()) as { code: string }).code;
  }

  it('shows pins and calls as they come, and approves as whoever is chosen', async () => {
    await plex.reset();
    const page = await open(desktop);
    assert.equal(new URL(page.url()).search, '', 'the secret is not left in the address');
    await page.getByText('No app has asked for a pin yet.').waitFor();
    const code = await ask();
    const item = page.getByRole('listitem').filter({ hasText: code });
    await item.getByText('Living Room').waitFor();
    await page.getByText('201 POST /api/v2/pins').waitFor();
    await item.getByRole('button', { name: 'Approve as grace' }).click();
    await page.getByRole('listitem').filter({ hasText: 'Approved, not fetched yet' }).waitFor();
    await page.context().close();
  });

  it('works without JavaScript: denies, breaks a response, and says what could not be done', async () => {
    await plex.reset();
    const code = await ask();
    const page = await open({ ...phone, javaScriptEnabled: false });
    await plex.cancel(code);
    await page.getByRole('button', { name: 'Deny' }).click();
    await page
      .getByRole('alert')
      .filter({ hasText: `The pin with the code ${code} was cancelled already.` })
      .waitFor();
    await page.getByLabel('Requests').selectOption('POST /api/v2/pins');
    await page.getByLabel('Response', { exact: true }).selectOption({ label: '500' });
    await page.getByRole('button', { name: 'Break', exact: true }).click();
    await page.getByText('Cancelled by the app').waitFor();
    assert.equal((await fetch(`${plex.url}/api/v2/pins`, { method: 'POST', headers })).status, 500);
    await page.context().close();
  });

  it('of an issuer has its name and its routes', async () => {
    await using issuer = await emulator({ profile: 'github' });
    const its = await openControl();
    serveControl(its, issuer);
    const page = await (await browser.newContext(phone)).newPage();
    await page.goto(`${its.url}/?key=${its.secret}`);
    await page.getByRole('heading', { name: 'The device flow of GitHub, emulated' }).waitFor();
    await page.getByLabel('Requests').selectOption('POST /login/device/code');
    const kinds = await page.getByLabel('Response', { exact: true }).getByRole('option').allTextContents();
    assert.deepEqual(kinds, ['429 without Retry-After', '500', 'no response']);
    await page.getByRole('button', { name: 'Break', exact: true }).click();
    await page.getByText('No app has asked for a pin yet.').waitFor();
    const body = new URLSearchParams({ client_id: 'tv' });
    assert.equal((await fetch(`${issuer.url}/login/device/code`, { method: 'POST', body })).status, 429);
    await page.context().close();
    await its.close();
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`has nothing that axe objects to, and nothing wider than a phone, in ${colorScheme}`, async () => {
      await plex.reset();
      await ask();
      const page = await open({ ...phone, colorScheme });
      const { violations } = await new AxeBuilder({ page }).analyze();
      assert.deepEqual(
        violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
        [],
      );
      assert.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'));
      await page.context().close();
    });
  }
});
