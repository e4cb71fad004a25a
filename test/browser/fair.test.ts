// Whether everybody can use the pages: axe, small screens, large text, thumbs.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { desktop, openChromium, phone, smallPhone, television } from './chromium.ts';
import { livingRoom, serve, type Served } from './served.ts';
import { setUp, typeCode } from './people.ts';

const long = 'Donaudampfschifffahrtsgesellschaftskapitänswohnzimmerfernseher';

/** Shows each page in turn. */
async function walk(page: Page, served: Served, look: (name: string) => Promise<void>): Promise<void> {
  await page.goto(await served.setUpLink());
  await look('setup');
  await page.goto(`${served.url}/signin`);
  await look('signin');
  await setUp(page, served);
  await look('link');
  await typeCode(page, served, 'ZZZZ');
  await look('link with an error');
  const pin = await served.ask({ ...livingRoom, 'Device-Name': long, Product: long });
  await typeCode(page, served, pin.code);
  await page.getByRole('heading', { name: 'Is this your device?' }).waitFor();
  await look('pin');
  await page.locator('form[action="/pin"]').evaluate((form: HTMLFormElement) => {
    form.noValidate = true;
  });
  await page.getByRole('button', { name: 'Yes, link it' }).click();
  await page.getByRole('alert').waitFor();
  await look('pin without the tick');
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Yes, link it' }).click();
  await page.getByRole('heading', { name: /Done/ }).waitFor();
  await look('done');
  await page.goto(`${served.url}/devices`);
  await page.locator('summary', { hasText: 'Manage' }).click();
  await look('devices renaming');
  await page.locator('summary', { hasText: 'Unlink' }).click();
  await look('devices unlinking');
  await page.goto(`${served.url}/account`);
  await page.getByRole('button', { name: 'Create an invite link' }).click();
  await page.getByText('You won’t see it again').waitFor();
  const invite = await page.locator('.secret-link').innerText();
  await look('account');
  for (const section of ['', '/pins', '/people', '/people/1', '/devices', '/clients', '/blocks', '/audit', '/health']) {
    await page.goto(`${served.url}/operate${section}`);
    await look(`operate${section}`);
  }
  await page.goto(`${served.url}/auth`);
  await look('auth');
  await page.goto(`${served.url}/pin?t=nothing`);
  await look('over');
  await page.goto(`${served.url}/nowhere`);
  await look('trouble');
  await page.context().clearCookies();
  await page.goto(invite);
  await look('signup');
  await page.goto(`${served.url}/tv`);
  await page.locator('[data-state="waiting"]').waitFor();
  await look('tv');
}

/** A phone's own innerWidth grows with what does not fit, so the screen itself is the measure. */
async function assertFits(page: Page, name: string): Promise<void> {
  const wanted = await page.evaluate(() => document.documentElement.scrollWidth);
  const { width } = page.viewportSize() ?? { width: 0 };
  assert.ok(wanted <= width, `${name} is ${wanted} px wide on a screen of ${width}`);
}

describe('every page', () => {
  let browser: Browser;
  before(async () => {
    browser = await openChromium();
  });
  after(() => browser.close());

  async function walkOn(
    options: BrowserContextOptions,
    look: (name: string, page: Page) => Promise<void>,
  ): Promise<void> {
    const served = await serve();
    const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
    const page = await context.newPage();
    await walk(page, served, (name) => look(name, page));
    await context.close();
    await served.close();
  }

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`has nothing that axe objects to, in ${colorScheme}`, async () => {
      await walkOn({ ...phone, colorScheme }, async (name, page) => {
        const { violations } = await new AxeBuilder({ page }).analyze();
        const found = violations.map(
          ({ id, nodes }) => `${name}: ${id}: ${nodes.map((node) => node.html).join(' | ')}`,
        );
        assert.deepEqual(found, []);
      });
    });
  }

  for (const [screen, options] of Object.entries({
    '320 px wide': smallPhone,
    'a phone': phone,
    '1280 px at 200 %': { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
    '1280 px at 400 %': { viewport: { width: 320, height: 200 }, deviceScaleFactor: 4 },
  })) {
    it(`fits ${screen} without scrolling sideways`, async () => {
      await walkOn(options, async (name, page) => {
        await assertFits(page, name);
      });
    });
  }

  for (const [screen, options] of Object.entries({
    'the smallest phone': smallPhone,
    'a phone': phone,
    'a desktop': desktop,
    'a television': television,
  })) {
    it(`fits a code of four to twelve symbols on ${screen}: the tiles of /tv stand in one line`, async () => {
      const served = await serve();
      const page = await browser.newPage(options);
      let length = 4;
      await page.route(/\/api\/v2\/pins(\?|$)/, async (route) => {
        const response = await route.fetch();
        const pin = (await response.json()) as object;
        await route.fulfill({ response, json: { ...pin, code: 'WMQ8'.repeat(3).slice(0, length) } });
      });
      await page.route(/\/api\/v2\/pins\/\d+/, () => undefined);
      for (; length <= 12; length += 1) {
        await page.goto(`${served.url}/tv`);
        await page.locator(`.code[data-length="${length}"]`).waitFor();
        await assertFits(page, `/tv with ${length} symbols`);
        const tops = await page
          .locator('.code b')
          .evaluateAll((tiles) => tiles.map((tile) => Math.round(tile.getBoundingClientRect().top)));
        assert.equal(new Set(tops).size, 1);
      }
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      await page.close();
      await served.close();
    });
  }

  it('holds with text of twice the size on a small phone', async () => {
    await walkOn(smallPhone, async (name, page) => {
      if (name === 'tv') return;
      await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
      await assertFits(page, name);
    });
  });

  it('has buttons for thumbs: 48 px and more', async () => {
    await walkOn(phone, async (name, page) => {
      if (name === 'tv') return;
      const small = await page
        .locator('button, summary, .button, .menu a, .links a, .tick, input:not([type="hidden"], [type="checkbox"])')
        .evaluateAll((elements) =>
          elements
            .filter((element) => element.checkVisibility())
            .map((element) => ({ text: element.textContent, height: element.getBoundingClientRect().height }))
            .filter(({ height }) => height < 48),
        );
      assert.deepEqual(small, [], name);
    });
  });

  it('gives yes and no the same weight: as wide, as high, one beside or under the other', async () => {
    await walkOn(phone, async (name, page) => {
      if (name !== 'pin') return;
      const boxes = await Promise.all(
        ['Yes, link it', 'No, don’t link it'].map((label) => page.getByRole('button', { name: label }).boundingBox()),
      );
      assert.deepEqual([boxes[0]?.width, boxes[0]?.height], [boxes[1]?.width, boxes[1]?.height]);
      for (const box of boxes) assert.ok(box !== null && box.y + box.height <= 844, 'on the first screen of a phone');
    });
  });

  it('has a television whose type can be read from ten feet: 3 % of the height, the code 12 %, the QR a third', async () => {
    const served = await serve();
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    await page.goto(`${served.url}/tv`);
    await page.locator('[data-state="waiting"]').waitFor();
    const sizes = await page.locator('body *').evaluateAll((elements) =>
      elements
        .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('.unseen'))
        .filter((element) =>
          [...element.childNodes].some((node) => node.nodeType === 3 && node.nodeValue?.trim() !== ''),
        )
        .map((element) => Number.parseFloat(getComputedStyle(element).fontSize)),
    );
    assert.ok(Math.min(...sizes) >= 1080 * 0.03, `${Math.min(...sizes)}`);
    const tile = await page.locator('.code b').first().boundingBox();
    const picture = await page.locator('.card').boundingBox();
    assert.ok((tile?.height ?? 0) >= 1080 * 0.12);
    assert.ok((picture?.height ?? 0) >= 1080 / 3);
    await page.close();
    await served.close();
  });
});
