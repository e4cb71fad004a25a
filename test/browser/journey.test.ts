// The whole story, in a real browser, on each store: Ada sets up, a television asks, she approves on her phone.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { createKeys, createMemoryStore, makeSecretKey, openSqliteStore } from '@linkpin/server';
import { openChromium, phone, television } from './chromium.ts';
import { serve, type Served, type Store } from './served.ts';
import { sayNo, sayYes, setUp, typeCode } from './people.ts';

const folder = mkdtempSync(join(tmpdir(), 'linkpin-browser-'));
after(() => rmSync(folder, { recursive: true }));

const key = makeSecretKey();
const stores: Readonly<Record<string, () => Promise<Store>>> = {
  memory: async () => createMemoryStore(),
  SQLite: () => openSqliteStore({ file: join(folder, 'linkpin.db'), keys: createKeys([key]) }),
};

const codeOn = async (tv: Page): Promise<string> => (await tv.locator('[data-fill="code"]').textContent()) ?? '';

const tokenOf = (tv: Page): Promise<string | null> => tv.evaluate(() => localStorage.getItem('linkpin-tv-token'));

for (const [name, open] of Object.entries(stores)) {
  describe(`on the ${name} store`, () => {
    let browser: Browser;
    let served: Served;
    let hand: BrowserContext;
    let ada: Page;
    let tv: Page;

    before(async () => {
      browser = await openChromium();
      served = await serve({}, await open(), [key]);
      hand = await browser.newContext(phone);
      ada = await hand.newPage();
      tv = await browser.newPage(television);
    });
    after(async () => {
      await browser.close();
      await served.close();
    });

    it('Ada makes the first account through the set-up link, which then is over', async () => {
      const link = await served.setUpLink();
      await setUp(ada, { ...served, setUpLink: async () => link });
      await ada.goto(link);
      await ada.getByText('This set-up link no longer works').waitFor();
    });

    it('a television shows a code, a QR code and a countdown', async () => {
      await tv.goto(`${served.url}/tv`);
      await tv.locator('[data-state="waiting"]').waitFor();
      assert.match(await codeOn(tv), /^[0-9A-Z]{4,8}$/);
      assert.match(await tv.locator('[data-fill="left"]').innerText(), /^1[45]:\d\d$/);
      await tv.locator('[data-fill="qr"]').evaluate((image: HTMLImageElement) => image.decode());
      assert.ok((await tv.getByText(`${new URL(served.url).host}/link`).count()) === 1);
    });

    it('she says no to a first code, and the television says so and offers another', async () => {
      await typeCode(ada, served, await codeOn(tv));
      await tv.getByText('Continue on your phone').first().waitFor();
      await sayNo(ada);
      await ada.getByRole('heading', { name: 'You said no' }).waitFor();
      await tv.getByRole('heading', { name: 'The request was denied' }).waitFor();
      await tv.keyboard.press('Enter');
      await tv.locator('[data-state="waiting"]').waitFor();
    });

    it('she says yes to the next, and the television is signed in as her', async () => {
      await typeCode(ada, served, await codeOn(tv));
      await ada.getByRole('heading', { name: 'Is this your device?' }).waitFor();
      await sayYes(ada);
      await ada.getByRole('heading', { name: 'Done. Look at your TV' }).waitFor();
      await tv.getByRole('heading', { name: 'Signed in as ada' }).waitFor();
      assert.equal(await served.accepts((await tokenOf(tv)) ?? ''), true);
    });

    it('she calls it what she likes, where she stands', async () => {
      await ada.getByLabel('Name this device').fill('Kitchen');
      await ada.getByRole('button', { name: 'Save name' }).click();
      await ada.getByText('Saved.').waitFor();
      await ada.getByRole('link', { name: 'Your devices' }).click();
      await ada.getByRole('heading', { name: 'Kitchen' }).waitFor();
      assert.match(await ada.locator('.story').innerText(), /Signed in just now from your own network/);
    });

    it('a reload of the television finds it signed in still', async () => {
      await tv.reload();
      await tv.getByRole('heading', { name: 'Signed in as ada' }).waitFor();
    });

    it('she unlinks it: its token stops at once, and the television asks anew', async () => {
      const token = (await tokenOf(tv)) ?? '';
      await ada.locator('summary', { hasText: 'Manage' }).click();
      await ada.locator('summary', { hasText: 'Unlink' }).click();
      await ada.getByText('It will be signed out right away').waitFor();
      assert.equal(await served.accepts(token), true, 'asked once, in place');
      await ada.getByRole('button', { name: 'Yes, unlink it' }).click();
      await ada.getByText('Unlinked. It is signed out now.').waitFor();
      assert.equal(await served.accepts(token), false);
      await tv.reload();
      await tv.locator('[data-state="waiting"]').waitFor();
      assert.equal(await tokenOf(tv), null);
    });

    it('the television signs itself out, and is on no list any more', async () => {
      await typeCode(ada, served, await codeOn(tv));
      await sayYes(ada);
      await tv.getByRole('heading', { name: 'Signed in as ada' }).waitFor();
      const token = (await tokenOf(tv)) ?? '';
      await tv.getByRole('button', { name: 'Sign out this TV' }).click();
      await tv.locator('[data-state="waiting"]').waitFor();
      assert.equal(await served.accepts(token), false);
      await ada.goto(`${served.url}/devices`);
      await ada.getByText('No devices yet').waitFor();
    });

    it('the QR code leads to the filled-in page, which still asks for all of it', async () => {
      const pin = await served.ask();
      await ada.goto(`${served.url}/link?code=${pin.code}`);
      assert.equal(await ada.getByLabel('Code').inputValue(), pin.code);
      await ada.getByRole('button', { name: 'Continue' }).click();
      await ada.getByRole('heading', { name: 'Is this your device?' }).waitFor();
      assert.equal(await ada.getByRole('checkbox').isChecked(), false);
      await ada.getByRole('button', { name: 'Yes, link it' }).click();
      assert.equal(await ada.getByRole('heading', { name: 'Is this your device?' }).count(), 1);
      assert.equal((await served.poll(pin)).token, null);
      await sayYes(ada);
      await ada.getByRole('heading', { name: /Done/ }).waitFor();
      assert.match((await served.poll(pin)).token ?? '', /^[0-9A-Za-z]{20}$/);
    });
  });
}
