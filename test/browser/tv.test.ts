// The television with its remote, and when the service is away for a while.
import assert from 'node:assert/strict';
import { after, before, beforeEach, afterEach, describe, it } from 'node:test';
import type { Browser, Page, Route } from 'playwright-core';
import { openChromium, phone, television } from './chromium.ts';
import { serve, type Served } from './served.ts';
import { setUp, typeCode } from './people.ts';

let browser: Browser;
let served: Served;
let tv: Page;

before(async () => {
  browser = await openChromium();
  served = await serve();
});
after(async () => {
  await browser.close();
  await served.close();
});
beforeEach(async () => {
  const context = await browser.newContext(television);
  tv = await context.newPage();
});
afterEach(async () => {
  await tv.unrouteAll({ behavior: 'ignoreErrors' });
  await tv.context().close();
});

const codeOn = () => tv.locator('[data-fill="code"]').textContent();
const focused = () => tv.evaluate(() => document.activeElement?.textContent?.trim());
const pinsAsked = /\/api\/v2\/pins(\?|$)/;

async function waiting(): Promise<string> {
  await tv.locator('[data-state="waiting"]').waitFor();
  return (await codeOn()) ?? '';
}

async function showTv(): Promise<string> {
  await tv.goto(`${served.url}/tv`);
  return waiting();
}

/** Presses one key after another. */
async function press(...keys: string[]): Promise<void> {
  for (const key of keys) await tv.keyboard.press(key);
}

describe('the remote', () => {
  it('throws no code away by OK alone, and asks before it does: OK again keeps it', async () => {
    const code = await showTv();
    await press('Enter', 'Space');
    assert.equal(await codeOn(), code);
    await press('ArrowDown', 'Enter');
    await tv.getByText('Show a new code? This one will stop working.').first().waitFor();
    assert.equal(await focused(), 'Keep this code');
    await press('Enter');
    assert.equal(await focused(), 'New code');
    assert.equal(await codeOn(), code);
  });

  it('replaces a code that somebody has opened only when told twice, and takes that request back', async () => {
    const code = await showTv();
    const ada = await browser.newPage(phone);
    await setUp(ada, served);
    await typeCode(ada, served, code);
    await ada.getByRole('heading', { name: 'Is this your device?' }).waitFor();
    await tv.locator('body.opened').waitFor();
    await press('Enter', 'ArrowDown', 'Enter');
    await tv.getByText('Someone has just opened this code.').first().waitFor();
    assert.equal(await codeOn(), code);
    await press('ArrowRight', 'Enter');
    await tv.waitForFunction((old) => {
      const place = document.querySelector('[data-fill="code"]');
      return document.body.dataset['state'] === 'waiting' && place?.textContent !== old;
    }, code);
    await ada.reload();
    await ada.getByText('The device cancelled its request.').waitFor();
    await ada.close();
  });

  it('shows where it stands, and stands on nothing that signs the television out', async () => {
    await showTv();
    assert.equal(await tv.evaluate(() => document.activeElement === document.body), true);
    await press('ArrowDown');
    const outline = await tv.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle);
    assert.equal(outline, 'solid');
    const decided = await tv.evaluate(() => document.querySelector('[data-act="forget"]') === document.activeElement);
    assert.equal(decided, false);
  });
});

describe('a television whose service is away', () => {
  it('says that it waits, tries again by itself after a countdown, and shows a code', async () => {
    let away = true;
    await tv.route(pinsAsked, (route: Route) => (away ? route.abort() : route.continue()));
    await tv.goto(`${served.url}/tv`);
    await tv.getByRole('heading', { name: 'Can’t reach the service' }).waitFor();
    await tv.getByText(/^Trying again in \d+ s$/).waitFor();
    assert.equal(await focused(), 'Try again now');
    away = false;
    assert.match(await waiting(), /^[0-9A-Z]{4,8}$/);
  });

  it('does so too when it is told to come back later', async () => {
    let refusals = 0;
    await tv.route(pinsAsked, async (route: Route) => {
      refusals += 1;
      await (refusals < 3 ? route.fulfill({ status: 429, headers: { 'retry-after': '1' } }) : route.continue());
    });
    await tv.goto(`${served.url}/tv`);
    await tv.getByRole('heading', { name: 'Too many codes' }).waitFor();
    assert.match(await waiting(), /^[0-9A-Z]{4,8}$/);
    assert.equal(refusals, 3);
  });

  it('says "One moment" while it asks', async () => {
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await tv.route(pinsAsked, async (route: Route) => {
      await held;
      await route.continue();
    });
    await tv.goto(`${served.url}/tv`, { waitUntil: 'commit' });
    await tv.getByText('One moment …').waitFor();
    answer();
    await waiting();
    await tv.getByText('One moment …').waitFor({ state: 'hidden' });
  });

  it('says so when a code has expired and another is shown', async () => {
    let isGone = false;
    await tv.route(/\/api\/v2\/pins\/\d+/, async (route: Route) => {
      if (!isGone) return route.continue();
      isGone = false;
      return route.fulfill({ status: 404, json: { errors: [{ code: 1020, message: 'Code not found or expired' }] } });
    });
    const first = await showTv();
    isGone = true;
    await tv.locator('.news', { hasText: 'That code expired. Here is a new one.' }).waitFor();
    assert.notEqual(await codeOn(), first);
  });
});

describe('a television of another kind', () => {
  it('without JavaScript is told so, and shows nothing that never comes', async () => {
    const context = await browser.newContext({ ...television, javaScriptEnabled: false });
    const plain = await context.newPage();
    await plain.goto(`${served.url}/tv`);
    await plain.locator('.no-script', { hasText: 'This page needs JavaScript' }).waitFor();
    assert.equal(await plain.getByText('One moment …').isVisible(), false);
    assert.equal(await plain.getByRole('button').count(), 0);
    await context.close();
  });

  it('with colours of its own still shows tiles, time and focus', async () => {
    await tv.emulateMedia({ forcedColors: 'active' });
    await showTv();
    await press('ArrowDown');
    const styles = await tv.evaluate(() =>
      ['.code b', 'progress', 'button:focus'].map((name) => {
        const { borderTopStyle, borderTopWidth, outlineStyle } = getComputedStyle(
          document.querySelector(name) as Element,
        );
        return [borderTopStyle, Number.parseFloat(borderTopWidth) > 0, outlineStyle];
      }),
    );
    assert.deepEqual(styles, [
      ['solid', true, 'none'],
      ['solid', true, 'none'],
      ['solid', true, 'solid'],
    ]);
  });
});
