// How a code may be typed, and with what.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openChromium, phone } from './chromium.ts';
import { serve, type DevicePin, type Served } from './served.ts';
import { password, setUp, signIn, typeCode } from './people.ts';

let browser: Browser;
let served: Served;
let page: Page;

before(async () => {
  browser = await openChromium();
});
after(() => browser.close());

describe('a code', () => {
  let pin: DevicePin;
  before(async () => {
    served = await serve();
    const context = await browser.newContext({ ...phone, permissions: ['clipboard-read', 'clipboard-write'] });
    page = await context.newPage();
    await setUp(page, served);
    pin = await served.ask();
  });
  after(() => served.close());
  beforeEach(() => page.goto(`${served.url}/link`));

  const field = () => page.getByLabel('Code');
  const question = () => page.getByRole('heading', { name: 'Is this your device?' }).waitFor();

  it('may be typed key by key, in small letters, with a dash; the tiles show it tidy', async () => {
    await page.keyboard.type(`${pin.code.slice(0, 2)}-${pin.code.slice(2)}`.toLowerCase());
    assert.equal(await field().inputValue(), pin.code);
    assert.equal(await page.locator('.slots i').count(), 4);
    await page.keyboard.press('Enter');
    await question();
  });

  it('may be pasted with spaces and a dash', async () => {
    await page.evaluate(
      (text) => navigator.clipboard.writeText(text),
      ` ${pin.code.slice(0, 2)} - ${pin.code.slice(2)} `,
    );
    await field().focus();
    await page.keyboard.press('Control+V');
    assert.equal(await field().inputValue(), pin.code);
    await page.keyboard.press('Enter');
    await question();
  });

  it('may come as our own link, or in a sentence', async () => {
    for (const sent of [`${served.url}/link?code=${pin.code}`, `Your code is: ${pin.code}`]) {
      await page.goto(`${served.url}/link`);
      await page.evaluate((text) => navigator.clipboard.writeText(text), sent);
      await field().focus();
      await page.keyboard.press('Control+V');
      assert.equal(await field().inputValue(), sent);
      await page.keyboard.press('Enter');
      await question();
    }
  });

  it('may have look-alikes in it: o for 0, i for 1', async () => {
    let digits = pin;
    for (let turn = 0; turn < 60 && !/[01]/.test(digits.code); turn += 1) {
      digits = await served.ask({ 'Client-Identifier': `tv-${turn}` });
    }
    assert.match(digits.code, /[01]/);
    await field().fill(digits.code.replaceAll('0', 'o').replaceAll('1', 'i'));
    await page.keyboard.press('Enter');
    await question();
  });

  it('can be corrected in the middle; the caret stays where it was', async () => {
    await field().fill('ABCD');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Delete');
    await page.keyboard.type('x');
    assert.equal(await field().inputValue(), 'AXCD');
    assert.equal(await field().evaluate((input: HTMLInputElement) => input.selectionStart), 2);
  });

  it('gets more tiles when it is longer, and none when it is very long', async () => {
    await field().fill('ABCD-2345');
    assert.equal(await page.locator('.slots i').count(), 8);
    await field().fill('2345-6789-2345');
    assert.equal(await page.locator('.slots i').count(), 12);
    await field().fill('a'.repeat(25));
    assert.equal(await page.locator('.slots i').count(), 0);
  });

  it('that is wrong stays in the field, with a sentence that says what to do', async () => {
    await typeCode(page, served, 'ZZZZ');
    await page.getByRole('alert').getByText('get a new one on your TV').waitFor();
    assert.equal(await field().inputValue(), 'ZZZZ');
  });
});

describe('without JavaScript', () => {
  it('the field shows every character that is typed, and no tiles that would cut it off', async () => {
    const own = await serve();
    try {
      for (const screen of [phone, { viewport: { width: 320, height: 568 } }]) {
        const context = await browser.newContext({ ...screen, javaScriptEnabled: false });
        const plain = await context.newPage();
        await (screen === phone ? setUp(plain, own) : signIn(plain, own));
        await plain.goto(`${own.url}/link`);
        const code = plain.getByLabel('Code');
        for (const typed of ['ABCD', 'ABCDE', 'BCDF-GHJK', '1234 5678 9012']) {
          await code.fill(typed);
          assert.equal(await plain.locator('.slots').isVisible(), false);
          const cut = await code.evaluate((input) => input.scrollWidth - input.clientWidth);
          assert.ok(cut <= 0, `${typed} is cut off by ${cut}px`);
        }
        await context.close();
      }
    } finally {
      await own.close();
    }
  });

  it('the whole way works: sign-in, code, question, yes, name, unlink, sign-out', async () => {
    const own = await serve();
    try {
      const context = await browser.newContext({ ...phone, javaScriptEnabled: false });
      const plain = await context.newPage();
      await setUp(plain, own);
      const pin = await own.ask();
      await typeCode(plain, own, `${pin.code.slice(0, 2)}-${pin.code.slice(2)}`.toLowerCase());
      await plain.getByRole('checkbox').check();
      await plain.getByRole('button', { name: 'Yes, link it' }).click();
      await plain.getByRole('heading', { name: 'Done. Look at your TV' }).waitFor();
      await plain.getByLabel('Name this device').fill('Attic');
      await plain.getByRole('button', { name: 'Save name' }).click();
      const { token } = await own.poll(pin);
      await plain.goto(`${own.url}/devices`);
      await plain.getByRole('heading', { name: 'Attic' }).waitFor();
      await plain.locator('summary', { hasText: 'Manage' }).click();
      await plain.locator('summary', { hasText: 'Unlink' }).click();
      await plain.getByRole('button', { name: 'Yes, unlink it' }).click();
      await plain.getByText('No devices yet').waitFor();
      assert.equal(await own.accepts(token ?? ''), false);
      await plain.goto(`${own.url}/account`);
      await plain.getByRole('button', { name: 'Sign out' }).click();
      await plain.getByRole('heading', { name: 'Sign in' }).waitFor();
      await plain.goto(`${own.url}/auth#?code=x&clientID=y`);
      await plain.getByText('This page needs JavaScript').waitFor();
      await context.close();
    } finally {
      await own.close();
    }
  });
});

describe('with the keyboard alone', () => {
  it('the whole way works, and every stop can be seen', async () => {
    const own = await serve();
    try {
      const keys = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      const tabTo = async (name: string) => {
        for (let stop = 0; stop < 30; stop += 1) {
          await keys.keyboard.press('Tab');
          const at = await keys.evaluate(() => {
            const element = document.activeElement as HTMLInputElement | null;
            const label = element?.labels?.[0]?.textContent ?? element?.textContent ?? '';
            const style = element === null ? undefined : getComputedStyle(element);
            const seen = style !== undefined && style.outlineStyle !== 'none';
            const around = document.querySelector('.code-field:focus-within .slots .now') !== null;
            return { label: label.trim(), seen: seen || around };
          });
          assert.ok(at.seen, `the focus on "${at.label}" cannot be seen`);
          if (at.label.includes(name)) return;
        }
        assert.fail(`no way to "${name}" by Tab`);
      };
      await keys.goto(await own.setUpLink());
      await tabTo('Username');
      await keys.keyboard.type('ada');
      await tabTo('Password');
      await keys.keyboard.type(password);
      await keys.keyboard.press('Enter');
      await keys.getByRole('heading', { name: 'Link a device' }).waitFor();
      const pin = await own.ask();
      await keys.keyboard.type(pin.code);
      await keys.keyboard.press('Enter');
      await keys.getByRole('heading', { name: 'Is this your device?' }).waitFor();
      await tabTo('This is my device');
      await keys.keyboard.press('Space');
      await tabTo('Yes, link it');
      await keys.locator('button[value="yes"]:focus:not([aria-disabled="true"])').waitFor();
      await keys.keyboard.press('Enter');
      await keys.getByRole('heading', { name: 'Done. Look at your TV' }).waitFor();
      await keys.goto(`${own.url}/devices`);
      await tabTo('Manage');
      await keys.keyboard.press('Enter');
      await tabTo('Unlink');
      await keys.keyboard.press('Enter');
      await tabTo('Yes, unlink it');
      await keys.keyboard.press('Enter');
      await keys.getByText('No devices yet').waitFor();
      await keys.close();
    } finally {
      await own.close();
    }
  });

  it('the television’s buttons are reached with the arrow keys', async () => {
    const own = await serve();
    try {
      const tv = await browser.newPage();
      await tv.goto(`${own.url}/tv`);
      await tv.locator('[data-state="waiting"]').waitFor();
      const code = await tv.locator('[data-fill="code"]').innerText();
      await tv.keyboard.press('ArrowDown');
      assert.equal(await tv.evaluate(() => document.activeElement?.textContent), 'New code');
      await tv.keyboard.press('Enter');
      await tv.keyboard.press('ArrowRight');
      assert.equal(await tv.evaluate(() => document.activeElement?.textContent), 'Show a new code');
      await tv.keyboard.press('Enter');
      await tv.waitForFunction(
        (old) => (document.querySelector('[data-fill="code"]') as HTMLElement).innerText !== old,
        code,
      );
      await tv.close();
    } finally {
      await own.close();
    }
  });
});
