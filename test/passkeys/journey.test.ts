// Ada and her passkeys, in a real browser with its own authenticator, on each store.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { createKeys, makeSecretKey, openSqliteStore } from '@linkpin/server';
import { openChromium, phone } from '../browser/chromium.ts';
import { password, sayYes, setUp, signInHere, typeCode } from '../browser/people.ts';
import { serve, type Served, type Store } from '../browser/served.ts';
import { emptyStores } from '../postgres/empty-stores.ts';
import { byName, noAutofill } from './by-name.ts';
import { addAuthenticator, replaceAuthenticators, type VirtualAuthenticator } from './authenticator.ts';

const folder = mkdtempSync(join(tmpdir(), 'linkpin-passkeys-'));
after(() => rmSync(folder, { recursive: true }));

const key = makeSecretKey();
const emptyPostgres = emptyStores();
const stores: Readonly<Record<string, () => Promise<Store>>> = {
  SQLite: () => openSqliteStore({ file: join(folder, 'linkpin.db'), keys: createKeys([key]) }),
  async PostgreSQL() {
    const [store] = await emptyPostgres();
    assert.ok(store);
    return store;
  },
};

const week = 7 * 24 * 60 * 60 * 1000;

/** Somebody asks for a passkey by the button, and the service takes none of what answers. */
async function refuses(page: Page): Promise<void> {
  const answered = page.waitForResponse((response) => response.url().endsWith('/signin/passkey'));
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  assert.equal((await answered).status(), 422);
  await page.getByText('That passkey doesn’t work here.').waitFor();
}

for (const [name, open] of Object.entries(stores)) {
  describe(`on the ${name} store`, () => {
    let browser: Browser;
    let served: Served;
    let hand: BrowserContext;
    let page: Page;
    let session: CDPSession;
    let authenticator: VirtualAuthenticator;

    before(async () => {
      browser = await openChromium();
      served = byName(await serve({}, await open(), [key]));
      hand = await browser.newContext(phone);
      page = await hand.newPage();
      await page.addInitScript(noAutofill);
      session = await replaceAuthenticators(page);
      authenticator = await addAuthenticator(session);
    });
    after(async () => {
      await browser.close();
      await served.close();
    });

    const passkeys = () => page.getByRole('region', { name: 'Passkeys' });
    const atLink = () => page.getByRole('heading', { name: 'Link a device' }).waitFor();
    const signOut = async () => {
      await page.goto(`${served.url}/account`);
      await page.getByRole('button', { name: 'Sign out', exact: true }).first().click();
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    };

    /** The person picks what the browser offers below the field: here the authenticator does, as soon as it is asked. */
    const signInByAutofill = async () => {
      await page.evaluate(() => localStorage.setItem('autofill', 'on'));
      // It may be signed in before the page has loaded.
      await page.goto(`${served.url}/signin`).catch(() => {});
      await atLink();
      await page.evaluate(() => localStorage.removeItem('autofill'));
    };

    it('Ada adds a passkey, which has the name of her browser, and names it', async () => {
      await setUp(page, served);
      await page.goto(`${served.url}/account`);
      await passkeys().getByRole('button', { name: 'Add a passkey' }).click();
      await page.getByText('Passkey added. Sign in with it next time.').waitFor();
      await passkeys()
        .getByText(/^Chrom\w+ on /)
        .first()
        .waitFor();
      await passkeys().locator('summary', { hasText: 'Manage' }).click();
      await passkeys().getByLabel('Name').fill('Ada’s phone 📱');
      await passkeys().getByRole('button', { name: 'Save' }).click();
      await page.getByText('Name saved.').waitFor();
      await passkeys().getByText('Ada’s phone 📱', { exact: true }).first().waitFor();
      assert.equal(await authenticator.count(), 1);
    });

    it('the same authenticator gets no second one, and the page says so in view', async () => {
      await passkeys().getByRole('button', { name: 'Add a passkey' }).click();
      const alert = page.getByRole('alert').filter({ hasText: 'There is a passkey for this account here already.' });
      await alert.and(page.locator(':focus')).waitFor();
      assert.equal(await authenticator.count(), 1);
    });

    it('she signs in by the button, without a name, as soon as her finger is her own', async () => {
      await signOut();
      await authenticator.verify(false);
      await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
      await page.getByRole('alert').filter({ hasText: 'No passkey was used.' }).waitFor();
      await authenticator.verify(true);
      await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
      await atLink();
    });

    it('she signs in by the autofill of the name', async () => {
      await signOut();
      await signInByAutofill();
    });

    it('a yes from a browser that signed in long ago takes her passkey instead of the password', async () => {
      served.pass(week);
      const pin = await served.ask();
      await typeCode(page, served, pin.code);
      await sayYes(page);
      await page.getByRole('heading', { name: 'Confirm it’s you' }).waitFor();
      await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
      await page.getByRole('heading', { name: 'Is this your device?' }).waitFor();
      await sayYes(page);
      await page.getByRole('heading', { name: /Done/ }).waitFor();
      assert.ok((await served.poll(pin)).token);
    });

    it('her account needs it after the password, from then on', async () => {
      await page.goto(`${served.url}/account`);
      await passkeys().getByRole('button', { name: 'Ask for a passkey, too' }).click();
      await page.getByText('From now on, your password alone is not enough.').waitFor();
      await signOut();
      await signInHere(page);
      await page.getByRole('heading', { name: 'Now your passkey' }).waitFor();
      await page.goto(`${served.url}/devices`);
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      await signInHere(page);
      await page.getByRole('button', { name: 'Use your passkey' }).click();
      await page.getByRole('heading', { name: 'Your devices' }).waitFor();
    });

    it('a copy of the authenticator that is behind is refused, and Ada can see it', async () => {
      const behind = await authenticator.copy();
      await signOut();
      await signInByAutofill();
      const ahead = await authenticator.copy();
      await authenticator.remove();
      authenticator = await addAuthenticator(session, behind);
      await signOut();
      await refuses(page);
      await authenticator.remove();
      authenticator = await addAuthenticator(session, ahead);
      await signInByAutofill();
      await page.goto(`${served.url}/account/activity`);
      await page
        .getByText(/Ada’s phone 📱.* was refused: there may be a copy of it/)
        .first()
        .waitFor();
    });

    it('the passkey stays while the account needs it, and goes afterwards', async () => {
      await page.goto(`${served.url}/account`);
      const remove = async () => {
        await passkeys().locator('summary', { hasText: 'Manage' }).click();
        await passkeys().locator('summary', { hasText: 'Remove' }).click();
        await passkeys().getByRole('button', { name: 'Yes, remove it' }).click();
      };
      await remove();
      await page.getByText('Your account asks for a passkey after the password.').waitFor();
      await passkeys().getByRole('button', { name: 'Don’t ask for a passkey' }).click();
      await page.getByText('Your password is enough again.').waitFor();
      await remove();
      await page.getByText('Passkey removed.').waitFor();
      await signOut();
      await refuses(page);
      await page.getByLabel('Password').fill(password);
      await page.getByLabel('Username or e-mail').fill('ada');
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await atLink();
    });
  });
}
