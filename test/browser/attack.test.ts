// What other sites try with the browser of somebody who is signed in.
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openChromium } from './chromium.ts';
import { serve, type Served } from './served.ts';
import { password, sayYes, setUp, typeCode } from './people.ts';

describe('another site', () => {
  let browser: Browser;
  let served: Served;
  let server: Server;
  let page: Page;
  let html = '';

  before(async () => {
    browser = await openChromium();
    served = await serve();
    server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(html));
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    page = await browser.newPage();
    await setUp(page, served);
  });
  after(async () => {
    await browser.close();
    await served.close();
    server.close();
  });

  const visit = async (body: string): Promise<void> => {
    html = `<!doctype html><title>evil</title>${body}`;
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  };

  it('cannot put the question in a frame, to lure a click onto it', async () => {
    const pin = await served.ask();
    await typeCode(page, served, pin.code);
    await page.getByRole('heading', { name: 'Is this your device?' }).waitFor();
    const address = page.url();
    for (const path of [
      address,
      `${served.url}/link`,
      `${served.url}/auth`,
      `${served.url}/devices`,
      `${served.url}/tv`,
    ]) {
      await visit(`<iframe src="${path}"></iframe>`);
      assert.equal(page.frames()[1]?.url(), 'chrome-error://chromewebdata/', path);
    }
  });

  it('cannot post an answer, though the browser sends the cookie along', async () => {
    const pin = await served.ask();
    await typeCode(page, served, pin.code);
    await page.getByRole('heading', { name: 'Is this your device?' }).waitFor();
    const fields = await page
      .locator('form[action="/pin"] input[type="hidden"]')
      .evaluateAll((inputs) => inputs.map((input) => input.outerHTML).join(''));
    const forged = `${fields}<input name="mine" value="on"><input name="answer" value="yes">`;
    for (const policy of ['no-referrer', 'unsafe-url']) {
      await visit(
        `<meta name="referrer" content="${policy}"><form method="post" action="${served.url}/pin">${forged}</form><script>document.forms[0].submit()</script>`,
      );
      await page.getByRole('heading', { name: 'We couldn’t confirm that request' }).waitFor();
    }
    assert.equal((await served.poll(pin)).token, null);
  });

  it('cannot read an answer of the pages with a script', async () => {
    await visit('');
    const read = await page.evaluate(
      (url) =>
        fetch(url, { credentials: 'include' }).then(
          () => 'read',
          () => 'refused',
        ),
      `${served.url}/devices`,
    );
    assert.equal(read, 'refused');
  });
});

describe('somebody with an account of their own', () => {
  it('gets nowhere with another person’s page, with a forged one, or by sending an answer again', async () => {
    const browser = await openChromium();
    const served = await serve({ registration: 'open' });
    const ada = await (await browser.newContext()).newPage();
    await setUp(ada, served);
    const pin = await served.ask();
    await typeCode(ada, served, pin.code);
    await ada.getByRole('heading', { name: 'Is this your device?' }).waitFor();
    const question = ada.url();

    const eve = await (await browser.newContext()).newPage();
    await eve.goto(`${served.url}/signup`);
    await eve.getByLabel('Username').fill('eve');
    await eve.getByLabel('Password').fill(password);
    await eve.getByRole('button', { name: 'Create account' }).click();
    await eve.waitForURL(`${served.url}/link`);
    for (const address of [question, `${question.slice(0, -6)}AAAAAA`, question.replace('/pin', '/done')]) {
      await eve.goto(address);
      await eve.getByRole('heading', { name: 'This page has expired' }).waitFor();
    }

    await sayYes(ada);
    await ada.getByRole('heading', { name: /Done/ }).waitFor();
    const { token } = await served.poll(pin);
    await ada.goto(question);
    await ada.getByRole('heading', { name: /Done/ }).waitFor();
    assert.equal((await served.poll(pin)).token, token);
    await eve.goto(`${served.url}/link`);
    await typeCode(eve, served, pin.code);
    await eve.getByRole('alert').waitFor();
    await browser.close();
    await served.close();
  });
});

describe('the pages themselves', () => {
  it('keep to their own content policy: no page of a journey breaks a rule of it or logs an error', async () => {
    const browser = await openChromium();
    const served = await serve();
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(served.url)) complaints.push(`a request to ${request.url()}`);
    });
    await setUp(page, served);
    const pin = await served.ask();
    await typeCode(page, served, pin.code);
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Yes, link it' }).click();
    await page.getByRole('heading', { name: /Done/ }).waitFor();
    for (const path of ['/devices', '/account', '/auth', '/signin', '/link']) await page.goto(`${served.url}${path}`);
    await page.goto(`${served.url}/tv`);
    await page.locator('[data-state="waiting"]').waitFor();
    assert.deepEqual(complaints, []);
    await browser.close();
    await served.close();
  });
});
