// What other sites try with the browser of somebody who is signed in.
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openChromium } from './chromium.ts';
import { openHouse, type House } from './house.ts';
import { password, sayYes, setUp, typeCode } from './people.ts';

describe('another site', () => {
  let browser: Browser;
  let house: House;
  let server: Server;
  let page: Page;
  let html = '';

  before(async () => {
    browser = await openChromium();
    house = await openHouse();
    server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(html));
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    page = await browser.newPage();
    await setUp(page, house);
  });
  after(async () => {
    await browser.close();
    await house.close();
    server.close();
  });

  const visit = async (body: string): Promise<void> => {
    html = `<!doctype html><title>evil</title>${body}`;
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  };

  it('cannot put the question in a frame, to lure a click onto it', async () => {
    const pin = await house.ask();
    await typeCode(page, house, pin.code);
    await page.getByRole('heading', { name: 'Is this your device?' }).waitFor();
    const address = page.url();
    for (const path of [address, `${house.url}/link`, `${house.url}/auth`, `${house.url}/devices`, `${house.url}/tv`]) {
      await visit(`<iframe src="${path}"></iframe>`);
      assert.equal(page.frames()[1]?.url(), 'chrome-error://chromewebdata/', path);
    }
  });

  it('cannot post an answer, though the browser sends the cookie along', async () => {
    const pin = await house.ask();
    await typeCode(page, house, pin.code);
    await page.getByRole('heading', { name: 'Is this your device?' }).waitFor();
    const fields = await page
      .locator('form[action="/pin"] input[type="hidden"]')
      .evaluateAll((inputs) => inputs.map((input) => input.outerHTML).join(''));
    const forged = `${fields}<input name="mine" value="on"><input name="answer" value="yes">`;
    for (const policy of ['no-referrer', 'unsafe-url']) {
      await visit(
        `<meta name="referrer" content="${policy}"><form method="post" action="${house.url}/pin">${forged}</form><script>document.forms[0].submit()</script>`,
      );
      await page.getByRole('heading', { name: 'We couldn’t confirm that request' }).waitFor();
    }
    assert.equal((await house.poll(pin)).token, null);
  });

  it('cannot read an answer of the pages with a script', async () => {
    await visit('');
    const read = await page.evaluate(
      (url) =>
        fetch(url, { credentials: 'include' }).then(
          () => 'read',
          () => 'refused',
        ),
      `${house.url}/devices`,
    );
    assert.equal(read, 'refused');
  });
});

describe('somebody with an account of their own', () => {
  it('gets nowhere with another person’s page, with a forged one, or by sending an answer again', async () => {
    const browser = await openChromium();
    const house = await openHouse({ registration: 'open' });
    const ada = await (await browser.newContext()).newPage();
    await setUp(ada, house);
    const pin = await house.ask();
    await typeCode(ada, house, pin.code);
    await ada.getByRole('heading', { name: 'Is this your device?' }).waitFor();
    const question = ada.url();

    const eve = await (await browser.newContext()).newPage();
    await eve.goto(`${house.url}/signup`);
    await eve.getByLabel('Username').fill('eve');
    await eve.getByLabel('Password').fill(password);
    await eve.getByRole('button', { name: 'Create account' }).click();
    await eve.waitForURL(`${house.url}/link`);
    for (const address of [question, `${question.slice(0, -6)}AAAAAA`, question.replace('/pin', '/done')]) {
      await eve.goto(address);
      await eve.getByRole('heading', { name: 'This page has expired' }).waitFor();
    }

    await sayYes(ada);
    await ada.getByRole('heading', { name: /Done/ }).waitFor();
    const { token } = await house.poll(pin);
    await ada.goto(question);
    await ada.getByRole('heading', { name: /Done/ }).waitFor();
    assert.equal((await house.poll(pin)).token, token);
    await eve.goto(`${house.url}/link`);
    await typeCode(eve, house, pin.code);
    await eve.getByRole('alert').waitFor();
    await browser.close();
    await house.close();
  });
});

describe('the pages themselves', () => {
  it('keep to their own content policy: no page of a journey breaks a rule of it or logs an error', async () => {
    const browser = await openChromium();
    const house = await openHouse();
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(house.url)) complaints.push(`a request to ${request.url()}`);
    });
    await setUp(page, house);
    const pin = await house.ask();
    await typeCode(page, house, pin.code);
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Yes, link it' }).click();
    await page.getByRole('heading', { name: /Done/ }).waitFor();
    for (const path of ['/devices', '/account', '/auth', '/signin', '/link']) await page.goto(`${house.url}${path}`);
    await page.goto(`${house.url}/tv`);
    await page.locator('[data-state="waiting"]').waitFor();
    assert.deepEqual(complaints, []);
    await browser.close();
    await house.close();
  });
});
