// Other people's pages, on another origin, that send a person to /auth (wire S18, S19).
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openChromium, phone } from './chromium.ts';
import { serve, type DevicePin, type Served } from './served.ts';
import { goOn, sayNo, sayYes, setUp, signInHere } from './people.ts';

const gallery = { 'Client-Identifier': 'gallery one', Product: 'Gallery', Platform: 'Firefox' };

/** An app's own site, with a page that opens a popup and keeps what it is told. */
async function openApp(): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(
      '<!doctype html><title>Gallery</title><script>heard=[];onmessage=e=>heard.push([e.origin,e.data])</script>',
    );
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

describe('an app on another origin', () => {
  let browser: Browser;
  let served: Served;
  let app: Awaited<ReturnType<typeof openApp>>;
  let context: BrowserContext;

  before(async () => {
    browser = await openChromium();
    served = await serve({ forwardSchemes: ['myapp'] });
    app = await openApp();
    context = await browser.newContext(phone);
    const ada = await context.newPage();
    await setUp(ada, served);
    await ada.close();
  });
  after(async () => {
    await browser.close();
    await served.close();
    app.server.close();
  });

  /** Presses the button between the app's link and the question. */
  const question = async (page: Page) => {
    await goOn(page);
    await page.getByRole('heading', { name: 'Is this your app?' }).waitFor();
  };
  const done = (page: Page) => page.getByRole('heading', { name: 'Done. Go back to the app' }).waitFor();
  const fragment = ({ code }: DevicePin, forwardUrl = ''): string =>
    `clientID=gallery+one&code=${code}&context%5Bdevice%5D%5Bproduct%5D=Liar${
      forwardUrl === '' ? '' : `&forwardUrl=${encodeURIComponent(forwardUrl)}`
    }`;

  it('gets there by all four forms, and its page shows what the pin says, not what the URL says', async () => {
    const page = await context.newPage();
    for (const prefix of ['/auth#?', '/auth/#?', '/auth#!?', '/auth/#!?']) {
      const pin = await served.ask(gallery, true);
      await page.goto('about:blank');
      await page.goto(`${served.url}${prefix}${fragment(pin)}`);
      await question(page);
      const text = await page.locator('main').innerText();
      assert.ok(text.includes('Gallery') && !text.includes('Liar'), prefix);
      assert.ok(!page.url().includes(pin.code));
    }
    await page.close();
  });

  it('in a popup: the opener keeps its hold, hears no secret, and the popup closes itself', async () => {
    const pin = await served.ask(gallery, true);
    const opener = await context.newPage();
    await opener.goto(app.url);
    const [popup] = await Promise.all([
      opener.waitForEvent('popup'),
      opener.evaluate(
        (url) => void Object.assign(window, { child: window.open(url, 'x', 'width=600,height=700') }),
        `${served.url}/auth#!?${fragment(pin)}`,
      ),
    ]);
    const closed = () => opener.evaluate(() => (window as unknown as { child: Window }).child.closed);
    await question(popup);
    assert.equal(await closed(), false);
    await Promise.all([popup.waitForEvent('close'), sayYes(popup)]);
    assert.equal(await closed(), true);
    assert.match((await served.poll(pin)).token ?? '', /^[0-9A-Za-z]{20}$/);
    assert.deepEqual(await opener.evaluate(() => (window as unknown as { heard: unknown[] }).heard), []);
    await opener.close();
  });

  it('in a popup with a forwardUrl: the opener of that origin hears that it is complete, and nothing else', async () => {
    const pin = await served.ask(gallery, true);
    const opener = await context.newPage();
    await opener.goto(app.url);
    const [popup] = await Promise.all([
      opener.waitForEvent('popup'),
      opener.evaluate((url) => void window.open(url, 'y'), `${served.url}/auth#?${fragment(pin, `${app.url}/back`)}`),
    ]);
    await question(popup);
    await sayYes(popup);
    await popup.waitForURL(`${app.url}/back`);
    const heard = await opener.evaluate(() => (window as unknown as { heard: unknown[] }).heard);
    assert.deepEqual(heard, [[served.url, { type: 'AUTH_COMPLETE' }]]);
    await opener.close();
  });

  it('does not have its news told to an opener of another origin', async () => {
    const pin = await served.ask(gallery, true);
    const opener = await context.newPage();
    await opener.goto(app.url);
    const [popup] = await Promise.all([
      opener.waitForEvent('popup'),
      opener.evaluate(
        (url) => void window.open(url, 'z'),
        `${served.url}/auth#?${fragment(pin, `${served.url}/signin`)}`,
      ),
    ]);
    await question(popup);
    await sayYes(popup);
    await done(popup);
    await popup.waitForURL(`${served.url}/link`);
    assert.deepEqual(await opener.evaluate(() => (window as unknown as { heard: unknown[] }).heard), []);
    await opener.close();
  });

  it('in a full page: the way back is taken after yes, and not before, and not after no', async () => {
    const page = await context.newPage();
    const yes = await served.ask(gallery, true);
    await page.goto(`${served.url}/auth#?${fragment(yes, `${app.url}/back?x=1`)}`);
    await question(page);
    await sayYes(page);
    await done(page);
    await page.getByRole('link', { name: 'Continue to the app on this computer' }).waitFor();
    await page.waitForURL(`${app.url}/back?x=1`);

    const no = await served.ask(gallery, true);
    await page.goto(`${served.url}/auth#?${fragment(no, `${app.url}/back?x=2`)}`);
    await question(page);
    await sayNo(page);
    await page.getByRole('heading', { name: 'You said no' }).waitFor();
    assert.equal(await page.locator(`a[href^="${app.url}"]`).count(), 0);
    await page.close();
  });

  it('cannot have a script run or an unlisted scheme opened by its forwardUrl', async () => {
    const page = await context.newPage();
    for (const hostile of ['javascript:document.title="gotcha"', 'data:text/html,<script>1</script>', 'evilapp://x']) {
      const pin = await served.ask(gallery, true);
      await page.goto('about:blank');
      await page.goto(`${served.url}/auth#?${fragment(pin, hostile)}`);
      await question(page);
      await sayYes(page);
      await done(page);
      await page.getByText('an address that isn’t allowed here').waitFor();
      assert.equal(await page.locator('[data-forward]').count(), 0);
    }
    await page.close();
  });

  it('whose person types a name is left in peace: the page does not go away under their fingers', async () => {
    const page = await context.newPage();
    const pin = await served.ask(gallery, true);
    await page.goto(`${served.url}/auth#?${fragment(pin, `${app.url}/later`)}`);
    await question(page);
    await sayYes(page);
    await done(page);
    await page.getByLabel('Name this device').focus();
    await page.getByText('Taking you back').waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Save name' }).click();
    await page.getByText('Saved.').waitFor();
    await page.getByRole('link', { name: /Continue to/ }).click();
    await page.waitForURL(`${app.url}/later`);
    await page.close();
  });

  it('finds a person who is not signed in at the sign-in page, and says nothing of the pin there', async () => {
    const stranger = await browser.newContext(phone);
    const page = await stranger.newPage();
    const pin = await served.ask(gallery, true);
    await page.goto(`${served.url}/auth/#!?${fragment(pin)}`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    const html = await page.content();
    assert.ok(!html.includes('Gallery') && !html.includes(pin.code) && !page.url().includes(pin.code));
    await signInHere(page);
    await question(page);
    await stranger.close();
  });

  it('that names another client than the pin’s is told what an unknown code is told', async () => {
    const page = await context.newPage();
    const pin = await served.ask(gallery, true);
    await page.goto(`${served.url}/auth#?clientID=other&code=${pin.code}`);
    await goOn(page);
    await page.getByRole('heading', { name: 'That code has expired' }).waitFor();
    await page.goto(`${served.url}/auth#?clientID=other`);
    await page.getByRole('heading', { name: 'This link is incomplete' }).waitFor();
    await page.close();
  });
});
