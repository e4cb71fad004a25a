// The pages that mails lead to, and the mails themselves, as a browser shows them on the smallest phone.
import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { writeLetter } from '../../packages/server/src/pages/mail/letter.ts';
import { languages } from '../../packages/server/src/pages/words/languages.ts';
import { wordsIn } from '../../packages/server/src/pages/words/words.ts';
import { systemRandom } from '../../packages/server/src/app/random.ts';
import { aGrant } from '../../packages/server/src/stores/contract/samples.ts';
import { openChromium, smallPhone } from '../browser/chromium.ts';
import { movableClock } from '../harness/clock.ts';
import { password } from '../harness/people.ts';
import { createHarness } from '../harness/service.ts';
import { freePort } from '../support/ports.ts';

let browser: Browser;

before(async () => {
  browser = await openChromium();
});
after(() => browser.close());

/** Nothing that axe finds, and nothing wider than the screen. */
async function assertFine(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`),
    [],
    what,
  );
  const { content, screen } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    screen: innerWidth,
  }));
  assert.ok(content <= screen, `${what} is ${content} wide on a screen of ${screen}`);
}

describe('what mails lead to', () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    it(`can be used by everybody, ${colorScheme}`, async (context) => {
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      const settings = { port, publicUrl: url, mailServer: 'smtp://127.0.0.1:9', mailFrom: 'tv@example.org' };
      const harness = createHarness('mail', { settings, random: systemRandom, clock: movableClock(Date.now) });
      await harness.service.listen();
      const browsing = await browser.newContext({ ...smallPhone, colorScheme });
      context.after(async () => {
        await browsing.close();
        await harness.service.close();
      });
      const ada = await harness.person('ada');
      const grant = aGrant({ account: ada.id });
      await harness.store.grants.add(grant);
      const { mailLinks } = harness.accountService;
      const page = await browsing.newPage();
      const see = async (path: string, what: string): Promise<void> => {
        await page.goto(`${url}${path}`);
        await assertFine(page, what);
      };
      await see('/forgot', 'the page for a forgotten password');
      await page.getByLabel('E-mail').fill('ada@example.com');
      await page.getByRole('button', { name: 'Send the link' }).click();
      await page.getByRole('heading', { name: 'Look in your mailbox' }).waitFor();
      await assertFine(page, 'its answer');
      for (const what of [
        { of: 'device', account: ada.id, grant: grant.id },
        { of: 'password', account: ada.id, password: mailLinks.passwordOf(ada), keepsPasskeys: false },
        { of: 'address', account: ada.id, email: 'before@example.com' },
      ] as const) {
        await see(`/undo?key=${mailLinks.undo(what)}`, `"This was not me" of the ${what.of}`);
      }
      await see('/undo?key=nonsense', 'a link that is over');

      await page.goto(`${url}/signin`);
      await page.getByLabel('Username or e-mail').fill('ada');
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.getByRole('heading', { name: 'Link a device' }).waitFor();
      const names = { id: ada.id, passwordHash: ada.passwordHash, username: 'ada', email: 'new@example.com' };
      assert.ok('changed' in (await harness.store.accounts.setNames(names)));
      await see('/account', 'the account with an address that is not confirmed');
      await see(`/confirm?key=${mailLinks.confirm(ada, 'new@example.com')}`, 'the proof of an address');
      await page.getByRole('button', { name: 'Yes, confirm it' }).click();
      await page.getByText('E-mail address confirmed.').waitFor();
      await assertFine(page, 'the account with an address that is confirmed');
    });
  }
});

describe('a mail', () => {
  for (const [language, colorScheme] of [
    ['en', 'light'],
    ['ar', 'dark'],
    ['en-XA', 'light'],
  ] as const) {
    it(`can be read by everybody, ${language}, ${colorScheme}`, async (context) => {
      const browsing = await browser.newContext({ viewport: { width: 320, height: 568 }, colorScheme });
      context.after(() => browsing.close());
      const url = `https://link.example.org/undo?key=k1.${'x'.repeat(220)}`;
      const device = 'Donaudampfschifffahrtsgesellschaftskapitänswohnzimmerfernseher';
      const { html } = await writeLetter(
        { kind: 'device-linked', username: 'ada', url, device, at: Date.UTC(2026, 10, 21, 12), place: null },
        {
          service: 'linkpin',
          accent: '#ffdd00',
          contact: null,
          words: wordsIn(language),
          language: languages[language],
        },
      );
      const page = await browsing.newPage();
      await page.setContent(html);
      await assertFine(page, 'the mail');
    });
  }
});
