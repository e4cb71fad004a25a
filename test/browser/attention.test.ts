// A yes counts only when the question was looked at for a second.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openChromium, phone } from './chromium.ts';
import { serve, type Served } from './served.ts';
import { setUp, signIn, typeCode } from './people.ts';

describe('the yes', () => {
  let browser: Browser;
  let served: Served;
  let ada: Page;

  before(async () => {
    browser = await openChromium();
    served = await serve();
    ada = await (await browser.newContext(phone)).newPage();
    await ada.clock.install();
    await setUp(ada, served);
  });
  after(async () => {
    await browser.close();
    await served.close();
  });

  const yes = (page: Page) => page.getByRole('button', { name: 'Yes, link it' });
  const isOff = async (page: Page): Promise<boolean> => (await yes(page).getAttribute('aria-disabled')) === 'true';

  /** The question in front of Ada, in an instant that stands still. */
  async function question(): Promise<Awaited<ReturnType<Served['ask']>>> {
    const pin = await served.ask();
    await typeCode(ada, served, pin.code);
    await ada.getByRole('heading', { name: 'Is this your device?' }).waitFor();
    await ada.clock.pauseAt(Date.now() + 3_600_000 * 24 * 365 * (questions += 1));
    await ada.reload();
    return pin;
  }
  let questions = 0;

  it('is off for a second, says why, and keeps its place for the keyboard', async () => {
    const pin = await question();
    assert.equal(await isOff(ada), true);
    const why = await yes(ada).evaluate((button) => {
      const id = button.getAttribute('aria-describedby') ?? '';
      return document.getElementById(id)?.textContent;
    });
    assert.equal(why, 'Take a moment to read this. Then you can say yes.');
    await ada.getByRole('checkbox').check();
    await yes(ada).focus();
    await ada.keyboard.press('Enter');
    await ada.clock.runFor(999);
    assert.equal(await isOff(ada), true);
    await ada.keyboard.press('Enter');
    assert.match(ada.url(), /\/pin\?/);
    assert.equal((await served.poll(pin)).token, null);
    await ada.clock.runFor(1);
    assert.equal(await isOff(ada), false);
    await ada.keyboard.press('Enter');
    await ada.getByRole('heading', { name: /Done/ }).waitFor();
  });

  it('is off again when the window was left', async () => {
    await question();
    await ada.clock.runFor(1000);
    assert.equal(await isOff(ada), false);
    await ada.evaluate(() => window.dispatchEvent(new Event('blur')));
    assert.equal(await isOff(ada), true);
    await ada.clock.runFor(1000);
    assert.equal(await isOff(ada), false);
  });

  it('does not make a no wait', async () => {
    const pin = await question();
    await ada.getByRole('button', { name: 'No, don’t link it' }).click();
    await ada.getByRole('heading', { name: 'You said no' }).waitFor();
    assert.equal((await served.poll(pin)).status, 404);
  });

  it('is there from the start without JavaScript', async () => {
    const plain = await (await browser.newContext({ ...phone, javaScriptEnabled: false })).newPage();
    await signIn(plain, served);
    const pin = await served.ask();
    await typeCode(plain, served, pin.code);
    assert.equal(await isOff(plain), false);
    await plain.getByRole('checkbox').check();
    await yes(plain).click();
    await plain.getByRole('heading', { name: /Done/ }).waitFor();
  });
});
