// The page of examples/tv, as it stands, in Chromium: with a real service, and Ada at her phone. linkpin must be built.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import decodeQR from 'qr/decode.js';
import type { Browser, BrowserContext, Page, Route } from 'playwright-core';
import { openChromium, television } from '../browser/chromium.ts';
import { registerClient } from '../harness/clients.ts';
import { openOldChromium } from './old-chromium.ts';
import { tvScene, type TvScene } from './tv-scene.ts';

let browser: Browser;
let scene: TvScene;
let url: string;
let context: BrowserContext;
let tv: Page;
const troubles: string[] = [];

before(async () => {
  [browser, scene] = await Promise.all([openChromium(), tvScene()]);
  url = await scene.page();
});
after(async () => {
  await browser.close();
  await scene.close();
});
beforeEach(async () => {
  context = await browser.newContext(television);
  tv = await context.newPage();
  tv.on('pageerror', ({ message }) => troubles.push(message));
});
afterEach(async () => {
  await tv.unrouteAll({ behavior: 'ignoreErrors' });
  await context.close();
  assert.deepEqual(troubles.splice(0), []);
});

const state = (name: string) => tv.locator(`body[data-state="${name}"]`).waitFor();
const filled = async (name: string): Promise<string> =>
  (await tv.locator(`[data-fill="${name}"]`).first().textContent()) ?? '';
const focused = () => tv.evaluate(() => document.activeElement?.textContent);
/** Presses keys of a remote control by their codes, as televisions send them. */
const press = (...codes: readonly number[]) =>
  tv.evaluate((all) => {
    for (const keyCode of all) {
      const place = document.activeElement ?? document.body;
      place.dispatchEvent(
        new KeyboardEvent('keydown', { keyCode, bubbles: true, cancelable: true } as KeyboardEventInit),
      );
    }
  }, codes);
const [tizenBack, webOsBack] = [10009, 461];

async function showCode(page = url): Promise<string> {
  await tv.goto(page);
  await state('code');
  return filled('code');
}

async function signIn(): Promise<void> {
  await scene.answer(await showCode(), 'yes');
  await tv.getByText('Signed in as ada').waitFor();
}

/** A code that is not this one. */
async function anotherCode(code: string): Promise<string> {
  await tv.waitForFunction((old) => {
    const place = document.querySelector('[data-fill="code"]');
    return document.body.dataset['state'] === 'code' && place?.textContent !== old;
  }, code);
  return filled('code');
}

/** The service's answers are those of a code whose time is over. */
const expired = (route: Route) =>
  route.fulfill({
    status: 400,
    headers: { 'access-control-allow-origin': '*' },
    json: { error: 'expired_token' },
  });
const polls = /\/oauth\/token$/;
const requests = /\/oauth\/device_authorization$/;

/** What the QR code on the screen says, read from its picture. */
async function readQr(): Promise<string> {
  const png = (await tv.locator('[data-qr]').screenshot()).toString('base64');
  const { width, height, data } = await tv.evaluate(async (text) => {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const pen = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    pen?.drawImage(bitmap, 0, 0);
    const pixels = pen?.getImageData(0, 0, bitmap.width, bitmap.height).data ?? [];
    let data = '';
    for (const byte of pixels) data += String.fromCharCode(byte);
    return { width: bitmap.width, height: bitmap.height, data: btoa(data) };
  }, png);
  return decodeQR({ width, height, data: Buffer.from(data, 'base64') });
}

interface Kept {
  readonly tokens?: { readonly accessToken: string; readonly refreshToken: string };
}
const kept = (): Promise<Kept> => tv.evaluate(() => JSON.parse(localStorage.getItem('tv.sign-in') ?? '{}') as Kept);

async function isGood(accessToken = ''): Promise<boolean> {
  const headers = { authorization: `Bearer ${accessToken}` };
  return (await fetch(`${scene.issuer}/oauth/userinfo`, { headers })).ok;
}

/** Nothing is cut off or too small to read from a sofa, and axe finds nothing. */
async function assertFits(): Promise<void> {
  for (const [width, height] of [
    [1920, 1080],
    [1280, 720],
  ] as const) {
    await tv.setViewportSize({ width, height });
    const { over, smallest } = await tv.evaluate(() => {
      const shown = Array.from(document.querySelectorAll('h1, p, button, header, .qr')).flatMap((one) => {
        const box = one.getBoundingClientRect();
        return box.width > 0 ? [{ one, box }] : [];
      });
      const [wide, high] = [innerWidth * 0.95, innerHeight * 0.95];
      const isOver = (box: DOMRect) =>
        box.left < innerWidth * 0.05 || box.top < innerHeight * 0.05 - 1 || box.right > wide || box.bottom > high;
      return {
        over: shown
          .filter(({ one, box }) => isOver(box) || one.scrollWidth > one.clientWidth + 1)
          .map(({ one }) => one.outerHTML),
        smallest: Math.min(...shown.map(({ one }) => Number.parseFloat(getComputedStyle(one).fontSize) / innerHeight)),
      };
    });
    assert.deepEqual(over, []);
    assert.ok(smallest >= 0.03, `${smallest} of the height`);
  }
  const { violations } = await new AxeBuilder({ page: tv }).analyze();
  assert.deepEqual(
    violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
    [],
  );
}

describe('the television', () => {
  it('shows a code and a QR code, and says who is signed in, after a reload, too', async () => {
    const code = await showCode();
    assert.equal(await filled('address'), `${scene.issuer.slice('http://'.length)}/link`);
    assert.equal(await readQr(), `${scene.issuer}/link?code=${code}`);
    assert.match(await filled('left'), /^(10:00|9:[0-5]\d) left$/);
    await assertFits();
    await scene.answer(code, 'yes');
    await tv.getByText('Signed in as ada').waitFor();
    await assertFits();
    await tv.route(requests, (route) => route.abort());
    await tv.reload();
    await tv.getByText('Signed in as ada').waitFor();
  });

  it('shows the same code after a reload, and is signed in by it', async () => {
    const code = await showCode();
    scene.harness.clock.pass(5000); // as long as a device leaves between two polls
    assert.equal(await showCode(), code);
    await scene.answer(code, 'yes');
    await tv.getByText('Signed in as ada').waitFor();
  });

  it('renews a code that has expired, and says so', async () => {
    await tv.route(polls, expired, { times: 1 });
    await tv.goto(url);
    await tv.getByText('That code has expired. Here is a new one.').waitFor();
    await scene.answer(await filled('code'), 'yes');
    await state('signed-in');
  });

  it('renews it six times at most, until somebody presses OK', async () => {
    await tv.route(polls, expired);
    let codes = 0;
    await tv.route(requests, (route) => {
      codes += 1;
      return route.continue();
    });
    await tv.goto(url);
    await state('asleep');
    assert.equal(codes, 6);
    await assertFits();
    await tv.unroute(polls);
    assert.equal(await focused(), 'Show a code');
    await tv.keyboard.press('Enter');
    await state('code');
  });

  it('says that somebody said no, and shows another code on OK', async () => {
    const code = await showCode();
    await scene.answer(code, 'no');
    await state('denied');
    await assertFits();
    await tv.keyboard.press('Enter');
    await anotherCode(code);
  });

  it('shows the number that has to match', async () => {
    const client = { name: 'Lumen', scopes: ['openid', 'profile'], audiences: [], numberMatching: true };
    await registerClient(scene.harness, 'matching tv', client);
    const code = await showCode(await scene.page('matching tv'));
    const question = await scene.ada.typeCode(code);
    await state('number');
    await assertFits();
    await scene.ada.fillIn(question, { mine: 'on', answer: 'yes', number: await filled('number') });
    await tv.getByText('Signed in as ada').waitFor();
  });
});

describe('the remote', () => {
  it('signs the television out after a question, and revokes its tokens', async () => {
    await signIn();
    const { tokens } = await kept();
    assert.equal(await isGood(tokens?.accessToken), true);
    await tv.keyboard.press('Enter');
    await state('sign-out');
    await assertFits();
    assert.equal(await focused(), 'Stay signed in');
    await tv.keyboard.press('Enter');
    await state('signed-in');
    await tv.keyboard.press('Enter');
    await tv.keyboard.press('ArrowRight');
    assert.equal(await focused(), 'Sign out');
    await tv.keyboard.press('Enter');
    await tv.getByText('Signed out.').waitFor();
    await state('code');
    assert.equal(await isGood(tokens?.accessToken), false);
    assert.equal((await kept()).tokens, undefined);
  });

  it('goes back by the keys of Tizen and webOS, and out of the app where there is nothing behind', async () => {
    await signIn();
    for (const back of [tizenBack, webOsBack]) {
      await tv.keyboard.press('Enter');
      await state('sign-out');
      await press(back);
      await state('signed-in');
    }
    await tv.evaluate(() => {
      const exit = () => (document.title = 'left');
      Object.assign(window, { tizen: { application: { getCurrentApplication: () => ({ exit }) } } });
    });
    await press(tizenBack);
    assert.equal(await tv.title(), 'left');
  });

  it('says when the service could not be told of a sign-out', async () => {
    await signIn();
    await tv.route(/\/oauth\/revoke$/, (route) => route.abort());
    await tv.keyboard.press('Enter');
    await tv.keyboard.press('ArrowDown');
    await tv.keyboard.press('Enter');
    await tv.getByText('Signed out here. The service could not be told.').waitFor();
  });
});

describe('a television', () => {
  it('that cannot reach the service says so, keeps to Retry-After, and asks at once when the network is back', async () => {
    const headers = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'Retry-After' };
    await tv.route(requests, (route) => route.abort());
    await tv.goto(url);
    await tv.getByText('The service cannot be reached').waitFor();
    await tv.getByText(/^Trying again in \d s\.$/).waitFor();
    await assertFits();
    await tv.unroute(requests);
    await tv.route(requests, (route) => route.fulfill({ status: 429, headers: { ...headers, 'retry-after': '600' } }));
    await tv.keyboard.press('Enter');
    await tv.getByText('Too many codes').waitFor();
    await tv.getByText(/^Trying again in \d{3} s\.$/).waitFor();
    await tv.unroute(requests);
    await context.setOffline(true);
    await context.setOffline(false); // the page hears of it
    await state('code');
  });

  it('that loses the network keeps its code, says so, and is signed in when it is back', async () => {
    const code = await showCode();
    await context.setOffline(true);
    await tv.locator('[data-of="code"]', { hasText: /No answer\. Trying again in \d+ s\./ }).waitFor();
    await assertFits();
    assert.equal(await filled('code'), code);
    await scene.answer(code, 'yes');
    await context.setOffline(false);
    await tv.getByText('Signed in as ada').waitFor();
  });

  it('stays signed in while the service is away, and refreshes its tokens when it has to', async () => {
    await signIn();
    const { tokens: first } = await kept();
    await tv.route(/openid-configuration|userinfo/, (route) => route.abort());
    await tv.reload();
    await tv.getByText('The service cannot be reached now.').waitFor();
    assert.equal(await filled('who'), 'Signed in as ada');
    await tv.unrouteAll();
    scene.harness.clock.pass(2 * 3_600_000);
    assert.equal(await isGood(first?.accessToken), false);
    await tv.reload();
    await tv.waitForFunction((old) => !localStorage.getItem('tv.sign-in')?.includes(old), first?.accessToken ?? '');
    await tv.locator('[data-fill="note"]:empty').waitFor({ state: 'attached' });
    assert.equal(await isGood((await kept()).tokens?.accessToken), true);
  });

  it('that was signed out elsewhere says so, and shows a code', async () => {
    await signIn();
    const body = new URLSearchParams({ client_id: 'tv', token: (await kept()).tokens?.refreshToken ?? '' });
    await fetch(`${scene.issuer}/oauth/revoke`, { method: 'POST', body });
    await tv.reload();
    await tv.getByText('This television was signed out.').waitFor();
    await state('code');
  });

  it('that the service does not know says what to tell its operator', async () => {
    await tv.goto(await scene.page('nobody'));
    await tv.getByText(/invalid_client/).waitFor();
    await assertFits();
    assert.equal(await focused(), 'Try again');
  });

  it('without a storage, or with a damaged one, signs in all the same', async () => {
    await tv.addInitScript(() => {
      const get = () => {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      };
      Object.defineProperty(window, 'localStorage', { get });
    });
    await signIn();
    const other = await context.newPage();
    await other.addInitScript(() => localStorage.setItem('tv.sign-in', '{'));
    await other.goto(url);
    await other.locator('body[data-state="code"]').waitFor();
  });

  it('of 2018 signs in, too', async (t) => {
    const old = await openOldChromium(t, url);
    assert.match(await old.read('navigator.userAgent'), /Chrome\/67\./);
    await old.until(`document.body.dataset.state === 'code'`);
    assert.equal(await old.read(`document.querySelector('[data-qr] svg').getBoundingClientRect().width > 400`), 'true');
    const isBeside = `document.querySelector('[data-qr]').getBoundingClientRect().left >
      document.querySelector('.code-page .code').getBoundingClientRect().right`;
    assert.equal(await old.read(isBeside), 'true');
    await scene.answer(await old.read(`document.querySelector('[data-fill=code]').textContent`), 'yes');
    await old.until(`document.querySelector('[data-fill=who]').textContent === 'Signed in as ada'`);
  });
});
