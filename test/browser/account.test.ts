// The pages about one's account, in a browser: what scripts add, and where the eye is led when something is wrong.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { desktop, openChromium } from './chromium.ts';
import { serve, type Served } from './served.ts';
import { password, setUp } from './people.ts';

let browser: Browser;
let served: Served;

before(async () => {
  browser = await openChromium();
});
after(() => browser.close());

/** Ada at her account page, at a service of her own. */
async function adaAtHome(options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  served = await serve();
  after(() => served.close());
  const page = await (await browser.newContext({ ...desktop, ...options })).newPage();
  await setUp(page, served);
  await page.goto(`${served.url}/account`);
  return page;
}

const change = (page: Page) => page.locator('form[action="/account/password"]');

describe('the account page', () => {
  for (const javaScriptEnabled of [true, false]) {
    const how = javaScriptEnabled ? 'with scripts' : 'without scripts';
    it(`puts the caret where something is wrong, in view, ${how}`, async () => {
      const page = await adaAtHome({ javaScriptEnabled, viewport: { width: 390, height: 500 } });
      const names = page.locator('form[action="/account/names"]');
      await names.getByLabel('Username').fill('-');
      await names.getByLabel('Current password').fill(password);
      await names.getByRole('button', { name: 'Save' }).click();
      await page.getByText('start with a letter or digit').waitFor();
      assert.match(await page.title(), /^Error: Your account/);
      const field = names.getByLabel('Username');
      await field.and(page.locator(':focus')).waitFor();
      const box = await field.boundingBox();
      assert.ok(box !== null && box.y >= 0 && box.y + box.height <= 500, JSON.stringify(box));
    });
  }

  it('shows a password that is typed, and hides it again before it is sent', async () => {
    const page = await adaAtHome();
    const old = change(page).getByLabel('Current password');
    await old.fill('wrong horse');
    const toggle = change(page).getByRole('button', { name: 'Show password' }).first();
    await toggle.click();
    assert.equal(await old.getAttribute('type'), 'text');
    assert.equal(await old.inputValue(), 'wrong horse');
    const sent = page.evaluate(
      () =>
        new Promise((resolve) => {
          document.querySelector('form[action="/account/password"]')?.addEventListener('submit', (event) => {
            event.preventDefault();
            resolve(
              [...document.querySelectorAll('form[action="/account/password"] input[name]')].map((input) =>
                input.getAttribute('type'),
              ),
            );
          });
        }),
    );
    await change(page).getByLabel('New password').fill('battery staple');
    await change(page).getByRole('button', { name: 'Change password' }).click();
    assert.deepEqual(await sent, ['hidden', 'password', 'password']);
  });

  it('copies an invite link and says so', async () => {
    const page = await adaAtHome({ permissions: ['clipboard-read', 'clipboard-write'] });
    await page.getByRole('button', { name: 'Create an invite link' }).click();
    const link = await page.locator('.secret-link').innerText();
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), link.trim());
    assert.ok(!page.url().includes(new URL(link.trim()).searchParams.get('invite') ?? ''));
  });

  it('asks once more before an account is deleted, and refuses the last admin in view', async () => {
    const page = await adaAtHome();
    const form = page.locator('form[action="/account/delete"]');
    assert.equal(await form.isVisible(), false);
    await page.getByText('Delete account').click();
    await form.getByLabel('Current password').fill(password);
    await form.getByRole('button', { name: 'Delete my account' }).click();
    const alert = page.getByRole('alert');
    await alert.and(page.locator(':focus')).waitFor();
    assert.match(await alert.innerText(), /only one who manages this service/);
  });
});
