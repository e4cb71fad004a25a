// Whether people who read another language can use the pages: every view in Arabic and in the pseudo language, which is longer
// than any other, on the smallest phone; axe; and the choice of a language by keyboard without JavaScript.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import type { Language } from '../../packages/server/src/pages/words/languages.ts';
import { openChromium, smallPhone, television } from './chromium.ts';
import { serve, type Served } from './served.ts';
import { showViews } from './views.ts';

describe('every view in other languages', () => {
  let browser: Browser;
  before(async () => void (browser = await openChromium()));
  after(() => browser.close());

  /** Shows every view of a language on the smallest phone, without its scripts. */
  const walk = (language: Language, look: (name: string, page: Page) => Promise<void>): Promise<void> =>
    showViews(browser, smallPhone, language, look);

  for (const tag of ['ar', 'de', 'en-XA'] as const) {
    it(`needs no sideways scrolling at 320 pixels: ${tag}`, async () => {
      await walk(tag, async (name, page) => {
        const over = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.ok(name === 'television' || over <= 0, `${name} is ${over} pixels too wide`);
      });
    });
  }

  it('has codes from left to right and nothing that axe objects to, in Arabic', async () => {
    const found: string[] = [];
    const looked = new Set<string>();
    await walk('ar', async (name, page) => {
      const tiles = page.locator('.tiles b');
      if ((await tiles.count()) > 1) {
        const [first, second] = [await tiles.nth(0).boundingBox(), await tiles.nth(1).boundingBox()];
        assert.ok((first?.x ?? 0) < (second?.x ?? 0), name);
      }
      // Views of a kind differ in their words. The television has all its states at once; tv.test.ts shows them in turn.
      const kind = await page.evaluate(() =>
        [...document.querySelectorAll('main [class]')].map((part) => part.className).join(),
      );
      if (name === 'television' || looked.has(kind)) return;
      looked.add(kind);
      const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).analyze();
      for (const { id, nodes } of violations)
        found.push(`${name}: ${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
    });
    assert.deepEqual(found, []);
  });
});

describe('the choice of a language', () => {
  let browser: Browser;
  let served: Served;
  before(async () => {
    served = await serve();
    browser = await openChromium();
  });
  after(async () => {
    await browser.close();
    await served.close();
  });

  it('is made by keyboard alone and without JavaScript, and stays', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, locale: 'de-AT' });
    const page = await context.newPage();
    await page.goto(`${served.url}/signin?next=%2Fdevices`);
    await page.getByRole('heading', { name: 'Anmelden' }).waitFor();
    const choice = page.getByLabel('Sprache');
    for (let tabs = 0; tabs < 20 && !(await choice.evaluate((element) => element.matches(':focus'))); tabs += 1) {
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('End'); // العربية
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'تسجيل الدخول' }).waitFor();
    assert.equal(new URL(page.url()).search, '?next=%2Fdevices');
    await page.goto(`${served.url}/signin`);
    assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
    await context.close();
  });

  it('is the television’s too, whose arrow keys go the way of its language', async () => {
    const context = await browser.newContext({ ...television, locale: 'ar' });
    const page = await context.newPage();
    await page.goto(`${served.url}/tv`);
    await page.locator('[data-fill="code"] b').first().waitFor();
    await page.getByText('سجّل الدخول بهاتفك').waitFor();
    await page.locator('[data-act="ask"]').click();
    const focused = () => page.evaluate(() => (document.activeElement as HTMLElement).dataset['act']);
    assert.equal(await focused(), 'keep');
    await page.keyboard.press('ArrowLeft');
    assert.equal(await focused(), 'again');
    await page.keyboard.press('ArrowRight');
    assert.equal(await focused(), 'keep');
    await context.close();
  });
});
