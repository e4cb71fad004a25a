// The app in examples/sign-in-with-plex: its own tests, and people in Chromium, with the emulator as plex.tv. linkpin must be built.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { after, afterEach, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { emulator, type Emulator } from '../../packages/linkpin/src/emulator/testing.ts';
import { openChromium } from '../browser/chromium.ts';
import { freePort } from '../support/ports.ts';
import { until } from '../support/until.ts';

const folder = fileURLToPath(new URL('../../examples/sign-in-with-plex', import.meta.url));
const environment = { ...process.env, NODE_OPTIONS: '', NODE_TEST_CONTEXT: undefined };

it('passes its own tests', async () => {
  const child = spawn(process.execPath, ['--test'], { cwd: folder, env: environment });
  const [out, errors, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  assert.equal(status, 0, `${out}${errors}`);
  assert.match(out, /pass 6$/m);
});

describe('people in front of the app', () => {
  let plex: Emulator;
  let app: ChildProcess;
  let origin = '';
  let browser: Browser;
  let context: BrowserContext;

  before(async () => {
    plex = await emulator({ scenario: 'media-server', intercept: false });
    const env = { ...environment, ...plex.env, PORT: String(await freePort()), PLEX_SERVER: 'attic' };
    const child = spawn(process.execPath, ['server.mjs'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
    app = child;
    const { value } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
    origin = String(value);
    browser = await openChromium(plex.chromiumArgs);
  });
  after(async () => {
    await browser.close();
    app.kill();
    await plex.close();
  });
  afterEach(async () => {
    await context.close();
    await plex.reset({ scenario: 'media-server' });
  });

  /** The app in a browser that was never there. */
  async function open(): Promise<Page> {
    context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(origin);
    return page;
  }
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
  const says = (page: Page, words: string) => page.getByRole('status').getByText(words).waitFor();
  const greets = (page: Page) => page.getByRole('heading', { name: 'Hello, ada' }).waitFor();

  async function signInAtPlex(page: Page): Promise<void> {
    await page.waitForURL('https://app.plex.tv/**');
    await page.getByLabel('Username or e-mail').fill('ada');
    await page.getByLabel('Password').fill('plex');
    await press(page, 'Sign in');
  }

  async function answerAtPlex(page: Page, answer: 'yes' | 'no'): Promise<void> {
    await press(page, 'Continue');
    if (answer === 'no') return press(page, 'No, don’t link it');
    await page.getByRole('checkbox').first().check();
    return press(page, 'Yes, link it');
  }

  async function pressForPopup(page: Page): Promise<Page> {
    const opens = page.waitForEvent('popup');
    await press(page, 'Sign in with Plex');
    return opens;
  }

  it('sign in by a popup, which closes; the token never comes to the browser', async () => {
    const page = await open();
    const { violations } = await new AxeBuilder({ page }).analyze();
    assert.deepEqual(violations, []);
    const sent: string[] = [];
    await context.route(`${origin}/**`, async (route) => {
      const answer = await route.fetch();
      sent.push(JSON.stringify(answer.headers()) + (await answer.text()));
      await route.fulfill({ response: answer });
    });
    const popup = await pressForPopup(page);
    await says(page, 'Plex is open in another window.');
    const closed = popup.waitForEvent('close');
    await signInAtPlex(popup);
    await answerAtPlex(popup, 'yes');
    await Promise.all([closed, greets(page)]);
    const token = plex.calls('GET /api/v2/user').at(-1)?.headers['x-plex-token'] ?? '';
    assert.match(token, /^[0-9A-Za-z]{20}$/);
    assert.ok(sent.length > 5 && sent.every((one) => !one.includes(token)));
    const cookies = await context.cookies(origin);
    assert.deepEqual(
      cookies.map(({ name, httpOnly, sameSite }) => [name, httpOnly, sameSite]),
      [['session', true, 'Lax']],
    );
    await context.unrouteAll({ behavior: 'wait' });
    await press(page, 'Sign out');
    await page.getByRole('button', { name: 'Sign in with Plex' }).waitFor();
  });

  it('go to Plex and come back where the popup is blocked, and where no script runs', async () => {
    const page = await open();
    await page.evaluate('window.open = () => null');
    await press(page, 'Sign in with Plex');
    await signInAtPlex(page);
    await answerAtPlex(page, 'yes');
    await greets(page);
    assert.equal(page.url(), `${origin}/`);
    await press(page, 'Sign out');
    await page.route('**/sign-in.js', (route) => route.abort());
    await page.reload();
    await press(page, 'Sign in with Plex');
    await answerAtPlex(page, 'yes');
    await greets(page);
    assert.equal(context.pages().length, 1);
  });

  it('say no, are too late, or cancel, are told so, and can try again', async () => {
    const page = await open();
    const first = await pressForPopup(page);
    await signInAtPlex(first);
    await answerAtPlex(first, 'no');
    await says(page, 'You said no at Plex, so you are not signed in.');
    await pressForPopup(page);
    await plex.nextPin();
    await plex.expire(await plex.nextPin());
    await says(page, 'That took too long.');
    await pressForPopup(page);
    await press(page, 'Cancel');
    await says(page, 'Cancelled.');
    const popup = await pressForPopup(page);
    await popup.waitForURL('https://app.plex.tv/**');
    await plex.nextPin();
    await plex.approve(await plex.nextPin());
    await greets(page);
  });

  it('are told that Plex is down, before and while they wait, and that they have no access', async () => {
    const page = await open();
    plex.faults.next('POST /api/v2/pins', { kind: 'server-error', status: 503 });
    await press(page, 'Sign in with Plex');
    await says(page, 'Plex is not answering at the moment.');
    await plex.reset({ scenario: 'managed-users' }); // nobody has a media server
    plex.faults.next('GET /api/v2/user', { kind: 'dropped' });
    await pressForPopup(page);
    await plex.approve(await plex.nextPin());
    await says(page, 'No answer. Trying again …');
    await says(page, 'You have no access to this media server.');
    await until('the pin is no longer kept', async () => (await context.cookies(`${origin}/sign-in`)).length === 0);
  });
});
