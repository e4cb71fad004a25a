// The journey in a real browser: redirects to another origin, cookies of three kinds, and a content policy.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { openChromium, phone } from '../browser/chromium.ts';
import { registerClient } from '../harness/clients.ts';
import { begin, poll } from '../oauth/asking.ts';
import { startSite } from './site.ts';

async function passProvider(page: Page): Promise<void> {
  await page.locator('input[name=login]').fill('sub-1');
  await page.locator('input[name=password]').fill('x');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  // It asks for consent the first time only.
  await page.waitForURL((url) => url.pathname.startsWith('/interaction/') === false || !url.href.includes('login'));
  const consent = page.locator('form input[name=prompt][value=consent]');
  if ((await consent.count()) > 0) await page.getByRole('button', { name: 'Continue' }).click();
}

describe('a phone whose person comes from the only provider', () => {
  it('goes from the code to the question by way of the provider, also after a form, and says yes', async (context) => {
    const site = await startSite(context, {
      people: { 'sub-1': { preferred_username: 'ada', name: 'Ada' } },
      settings: { passwords: false },
    });
    await registerClient(site, 'tv', { scopes: [] });
    const browser = await openChromium();
    context.after(() => browser.close());
    const page = await (await browser.newContext(phone)).newPage();
    const faults: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' && message.text().includes('Content Security Policy')) faults.push(message.text());
    });
    const { device_code: deviceCode, user_code: code } = await begin(site, 'tv');
    await page.goto(`${site.url}/link?code=${code}`);
    await passProvider(page);
    await page.waitForURL(/\/link/);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('Signed in with').waitFor();
    // A week later: the yes is a form, and leads to the provider and back to the same question.
    site.clock.pass(8 * 86_400_000);
    const later = await begin(site, 'tv');
    await page.goto(`${site.url}/link?code=${later.user_code}`);
    await page.getByRole('button', { name: 'Continue' }).click();
    const sayYes = async (): Promise<void> => {
      await page.getByLabel('This is my device').check();
      await page.getByRole('button', { name: 'Yes, link it' }).click();
    };
    await sayYes();
    await passProvider(page);
    await page.waitForURL(/\/pin/);
    await sayYes();
    await page.waitForURL(/\/done/);
    assert.equal((await poll(site, 'tv', later.device_code)).status, 200);
    assert.notEqual((await poll(site, 'tv', deviceCode)).status, 200);
    assert.deepEqual(faults, []);
    await page.goto(`${site.url}/account`);
    await page.getByRole('button', { name: 'Sign out' }).first().click();
    await page.getByText('You are signed out').waitFor();
  });
});
