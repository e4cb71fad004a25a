// D57: `linkpin login --issuer` at linkpin itself with a real browser on the same machine: its page, the question, the loopback.
import assert from 'node:assert/strict';
import { after, before, test, type TestContext } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { desktop, openChromium, phone } from '../browser/chromium.ts';
import { signInHere } from '../browser/people.ts';
import { addUser, environment, run, serve, start, temporaryFolder, type Served } from './linkpin.ts';
import { storedIn } from './oauth-server.ts';

let served: Served;
let browser: Browser;
const undo: (() => Promise<void>)[] = [];

before(async () => {
  served = await serve({ after: (one) => void undo.push(one) });
  await addUser(served, 'ada');
  const flags = ['--public', '--scope', 'watch', '--redirect-uri', 'http://127.0.0.1/callback', '--data', served.data];
  const { code, stderr } = await run(['client', 'add', 'tv', ...flags], served.env);
  assert.equal(code, 0, stderr);
  browser = await openChromium();
});
after(async () => {
  await browser.close();
  for (const one of undo.toReversed()) await one();
});

/** Starts the command on a machine with a browser, and opens the page there. It ends with the test. */
async function begin(t: TestContext, page: Page, env: NodeJS.ProcessEnv) {
  const desk = { ...env, BROWSER: '/bin/true', SSH_CONNECTION: '', SSH_TTY: '' };
  const login = start(['login', '--issuer', served.url, '--client-id', 'tv', '--scope', 'watch'], desk);
  t.after(() => login.child.kill());
  const [url] = await login.wrote('stderr', /^http:\S+$/m);
  await page.goto(url);
  return login;
}

/** Says yes until the page is left: a click in the moment when the window gets or loses the focus does not count. */
async function sayYesHere(page: Page): Promise<void> {
  const yes = page.getByRole('button', { name: 'Yes, sign in' });
  const done = page.getByRole('heading', { name: 'You are signed in to linkpin.' });
  const again = page.locator('button[value="yes"][aria-disabled="true"]');
  do {
    await yes.click();
  } while (await Promise.race([done.waitFor().then(() => false), again.waitFor().then(() => true)]));
}

for (const [name, size] of [
  ['a desktop', desktop],
  ['a phone', phone],
] as const) {
  test(`on ${name}, its person signs in, says yes, and is told to close the window`, async (t) => {
    const env = environment(await temporaryFolder(t));
    const context = await browser.newContext({ ...size, colorScheme: name === 'a phone' ? 'dark' : 'light' });
    t.after(() => context.close());
    const page = await context.newPage();
    const login = await begin(t, page, env);
    await signInHere(page);
    await sayYesHere(page);
    assert.match(page.url(), /^http:\/\/127\.0\.0\.1:\d+\/callback/);
    const { code, stderr } = await login.finished;
    assert.equal(code, 0, stderr);
    assert.equal(storedIn(env, served.url, 'tv')?.scope, 'watch');
    assert.equal((await run(['status'], env)).code, 0);
  });
}

test('a no on the question is told on both sides', async (t) => {
  const context = await browser.newContext(desktop);
  t.after(() => context.close());
  const page = await context.newPage();
  const login = await begin(t, page, environment(await temporaryFolder(t)));
  await signInHere(page);
  await page.getByRole('button', { name: 'No, go back' }).click();
  await page.getByText('Go back to linkpin to see why.').waitFor();
  const { code, stderr } = await login.finished;
  assert.equal(code, 1);
  assert.match(stderr, /\nNot signed in\. The request was denied in the browser\.\n$/);
});
