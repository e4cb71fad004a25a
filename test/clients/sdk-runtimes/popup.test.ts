// The popup helper (C8) and the way back (C7) in Chromium, with the service's own sign-in page in the popup.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { openChromium, phone } from '../../browser/chromium.ts';
import { type Served, serve } from '../../browser/served.ts';
import { goOn, sayNo, sayYes, setUp, signInHere } from '../../browser/people.ts';
import { openSite } from './site.ts';

const html = `<!doctype html><title>A web app</title><button disabled>Sign in</button><a target="_blank">Open</a>
<output></output><script type="module" src="/device/app.mjs"></script>`;

describe('signing in to a web app', () => {
  let served: Served;
  let site: Awaited<ReturnType<typeof openSite>>;
  let browser: Browser;
  let context: BrowserContext;

  before(async () => {
    [served, site, browser] = await Promise.all([serve(), openSite(html), openChromium()]);
    context = await browser.newContext();
    const page = await context.newPage();
    await setUp(page, served);
    await page.close();
  });
  after(async () => {
    await browser.close();
    site.stop();
    await served.close();
  });

  const openApp = async (where: BrowserContext, query = ''): Promise<Page> => {
    const page = await where.newPage();
    await page.goto(`${site.address}/?server=${encodeURIComponent(served.url)}${query}`);
    return page;
  };

  const clickAndPopup = async (page: Page): Promise<Page> => {
    const [popup] = await Promise.all([page.waitForEvent('popup'), page.getByRole('button').click()]);
    await goOn(popup);
    return popup;
  };

  const said = (page: Page, text: string): Promise<void> =>
    page
      .getByRole('status')
      .filter({ hasText: new RegExp(`^${text}$`) })
      .waitFor();

  const ready = (page: Page): Promise<void> => page.locator('button:enabled').waitFor();

  it('C8: approved in the popup, which then closes', async () => {
    const page = await openApp(context);
    const popup = await clickAndPopup(page);
    const closed = popup.waitForEvent('close');
    await sayYes(popup);
    await said(page, 'approved');
    await closed;
  });

  it('C8: where COOP cuts the popup off from its opener, it closes itself, and the app hears of the yes at once', async () => {
    // As plex.tv's own page does.
    await context.route(`${served.url}/**`, async (route) => {
      const response = await route.fetch({ maxRedirects: 0 });
      const headers = { ...response.headers(), 'cross-origin-opener-policy': 'same-origin' };
      await route.fulfill({ response, headers });
    });
    const page = await openApp(context, '&cut');
    const popup = await clickAndPopup(page);
    await popup.getByRole('checkbox').first().waitFor();
    assert.equal(await popup.evaluate('window.opener'), null, 'it is cut off');
    const closed = popup.waitForEvent('close');
    await sayYes(popup);
    await said(page, 'approved');
    await closed;
    await context.unroute(`${served.url}/**`);
  });

  it('C8: refused in the popup, which then closes', async () => {
    const page = await openApp(context);
    const popup = await clickAndPopup(page);
    const closed = popup.waitForEvent('close');
    await sayNo(popup);
    await said(page, 'denied');
    await closed;
  });

  it('C8: a person who closes the popup may still approve elsewhere', async () => {
    const page = await openApp(context);
    const popup = await clickAndPopup(page);
    await popup.getByRole('checkbox').waitFor();
    const address = popup.url();
    await popup.close();
    const other = await context.newPage();
    await other.goto(address);
    await sayYes(other);
    await said(page, 'approved');
  });

  it('C8: a blocked popup is told, and the link that the page shows does instead', async () => {
    const page = await openApp(context);
    await page.evaluate('window.open = () => null');
    await page.getByRole('button').click();
    await said(page, 'blocked');
    const [tab] = await Promise.all([page.waitForEvent('popup'), page.getByRole('link').click()]);
    await goOn(tab);
    await sayYes(tab);
    await said(page, 'approved');
  });

  it('C7, C8: a blocked popup leaves the page, and the app goes on when the person comes back', async () => {
    const page = await openApp(context, '&forward');
    await page.evaluate('window.open = () => null');
    await page.getByRole('button').click();
    await goOn(page);
    await sayYes(page);
    // The page takes the person back on its own.
    await said(page, 'approved after coming back');
    assert.equal(await page.evaluate('sessionStorage.length'), 0);
    await page.reload();
    await ready(page);
    assert.equal(await page.getByRole('status').textContent(), '');
  });

  it('C7: a person who comes back without an answer hears so, and the pin is called off', async () => {
    const page = await openApp(context, '&forward');
    await page.evaluate('window.open = () => null');
    await page.getByRole('button').click();
    await goOn(page);
    await page.getByRole('checkbox').waitFor();
    const address = page.url();
    await page.goBack();
    await page.getByRole('heading', { name: 'Link an app or device?' }).waitFor();
    await page.goBack();
    await said(page, 'undecided after coming back');
    assert.equal(await page.evaluate('sessionStorage.length'), 0);
    await page.goto(address);
    await page.getByText('The device cancelled its request.').waitFor();
  });

  it('C1: the client identifier is the same after a reload', async () => {
    const page = await openApp(context);
    await ready(page);
    const identifier = await page.evaluate("localStorage['linkpin.clientIdentifier']");
    assert.match(String(identifier), /^[0-9a-f]{32}$/);
    await page.reload();
    await ready(page);
    assert.equal(await page.evaluate("localStorage['linkpin.clientIdentifier']"), identifier);
  });

  it('C7, C8: an iPhone leaves the page at once, without a popup', async () => {
    const iPhone: BrowserContextOptions = {
      ...phone,
      userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)',
    };
    const pocket = await browser.newContext(iPhone);
    const page = await openApp(pocket, '&forward');
    await page.getByRole('button').click();
    await signInHere(page);
    await goOn(page);
    await sayYes(page);
    // The page takes the person back on its own.
    await said(page, 'approved after coming back');
    assert.equal(pocket.pages().length, 1);
    await pocket.close();
  });
});
