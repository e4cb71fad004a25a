// The pages about passkeys for everybody: axe, small screens, the keyboard alone, and no script.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { openChromium, phone, smallPhone } from '../browser/chromium.ts';
import { setUp, signInHere } from '../browser/people.ts';
import { serve } from '../browser/served.ts';
import { addAuthenticator, replaceAuthenticators } from './authenticator.ts';
import { byName, noAutofill } from './by-name.ts';

const name = 'Donaudampfschifffahrtsgesellschaftskapitänstelefonnummernschild';

/** Shows each page that has to do with passkeys in turn. */
async function walk(page: Page, look: (name: string) => Promise<void>): Promise<void> {
  const served = byName(await serve());
  after(() => served.close());
  await page.addInitScript(noAutofill);
  const session = await replaceAuthenticators(page);
  await addAuthenticator(session);
  await setUp(page, served);
  await page.goto(`${served.url}/account`);
  await look('account without passkeys');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByText('Passkey added.').waitFor();
  const passkeys = page.getByRole('region', { name: 'Passkeys' });
  await passkeys.locator('summary', { hasText: 'Manage' }).click();
  await passkeys.getByLabel('Name').fill(name);
  await passkeys.locator('summary', { hasText: 'Remove' }).click();
  await look('account managing');
  await passkeys.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Name saved.').waitFor();
  await look('account with a passkey');
  await passkeys.getByRole('button', { name: 'Ask for a passkey, too' }).click();
  await page.getByText('From now on, your password alone is not enough.').waitFor();
  await page.getByRole('button', { name: 'Sign out', exact: true }).first().click();
  await page.getByRole('button', { name: 'Sign in with a passkey' }).waitFor();
  await look('signin');
  await signInHere(page);
  await page.getByRole('button', { name: 'Use your passkey' }).waitFor();
  await look('second step');
}

describe('the pages about passkeys', () => {
  let browser: Browser;
  before(async () => {
    browser = await openChromium();
  });
  after(() => browser.close());

  async function walkOn(
    options: BrowserContextOptions,
    look: (name: string, page: Page) => Promise<void>,
  ): Promise<void> {
    const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
    const page = await context.newPage();
    await walk(page, (shown) => look(shown, page));
    await context.close();
  }

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`have nothing that axe objects to, in ${colorScheme}`, async () => {
      await walkOn({ ...phone, colorScheme }, async (shown, page) => {
        const { violations } = await new AxeBuilder({ page }).analyze();
        const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
        assert.deepEqual(found, [], shown);
      });
    });
  }

  it('fit on a screen of 320 pixels, however long a name is', async () => {
    await walkOn(smallPhone, async (shown, page) => {
      const wanted = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wanted <= 320, `${shown} is ${wanted} px wide`);
    });
  });

  it('are used with the keyboard alone', async () => {
    const served = byName(await serve());
    after(() => served.close());
    const page = await (await browser.newContext()).newPage();
    await page.addInitScript(noAutofill);
    await addAuthenticator(await replaceAuthenticators(page));
    const reach = async (button: string): Promise<void> => {
      const focused = page.getByRole('button', { name: button }).and(page.locator(':focus'));
      for (let step = 0; step < 40 && (await focused.count()) === 0; step += 1) await page.keyboard.press('Tab');
      assert.equal(await focused.count(), 1, button);
      await page.keyboard.press('Enter');
    };
    await setUp(page, served);
    await page.goto(`${served.url}/account`);
    await reach('Add a passkey');
    await page.getByText('Passkey added.').waitFor();
    await page.context().clearCookies();
    await page.goto(`${served.url}/signin`);
    await reach('Sign in with a passkey');
    await page.getByRole('heading', { name: 'Link a device' }).waitFor();
  });

  it('are whole without a script, but for the passkeys', async () => {
    const served = byName(await serve());
    after(() => served.close());
    const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
    await setUp(page, served);
    await page.goto(`${served.url}/account`);
    await page.getByRole('heading', { name: 'Passkeys' }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Add a passkey' }).count(), 0);
    await page.context().clearCookies();
    await page.goto(`${served.url}/signin`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Sign in with a passkey' }).count(), 0);
    await signInHere(page);
    await page.getByRole('heading', { name: 'Link a device' }).waitFor();
  });
});
