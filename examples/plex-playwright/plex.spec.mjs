// A sign-in with Plex in a browser, tested offline with Playwright.
// In a project of your own: npm i -D linkpin, and your site in place of ./server.mjs.
import { once } from 'node:events';
import { test as base, expect } from '@playwright/test';
import { emulator } from 'linkpin/testing';
import { site } from './server.mjs';

const test = base.extend({
  plex: [
    async ({ browserName: _browserName }, use) => {
      const plex = await emulator({ people: [{ name: 'ada', password: 'lovelace' }] });
      await use(plex);
      await plex.close();
    },
    { scope: 'worker' },
  ],
  home: [
    async ({ plex: _plex }, use) => {
      await once(site.listen(0, '127.0.0.1'), 'listening');
      await use(`http://127.0.0.1:${site.address().port}`);
      site.closeAllConnections();
      site.close();
    },
    { scope: 'worker' },
  ],
  // The browser takes the emulator for plex.tv, too.
  launchOptions: [
    async ({ launchOptions, plex }, use) =>
      use({ ...launchOptions, args: [...(launchOptions.args ?? []), ...plex.chromiumArgs] }),
    { scope: 'worker' },
  ],
});

test('a person signs in at plex.tv, approves, and comes back signed in', async ({ page, home }) => {
  await page.goto(home);
  await page.getByRole('link', { name: 'Sign in with Plex' }).click();
  await expect(page).toHaveURL(/^https:\/\/app\.plex\.tv\//);
  await page.getByLabel('Name').fill('ada');
  await page.getByLabel('Password').fill('lovelace');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Yes, link it' }).click();
  await expect(page.getByText('Signed in as ada')).toBeVisible();
});

test('the test approves in the place of the person', async ({ page, home, plex }) => {
  await plex.reset();
  await page.goto(`${home}/signin`);
  const pin = await plex.nextPin();
  await plex.approve(pin);
  await page.goto(`${home}/done?pin=${pin.id}`);
  await expect(page.getByText('Signed in as ada')).toBeVisible();
});
