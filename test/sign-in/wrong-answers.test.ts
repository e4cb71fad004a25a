import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JWTPayload } from 'jose';
import type { Lies } from './liar.ts';
import { liedSite, type LiedSite } from './lied.ts';

const accountsOf = async ({ context }: LiedSite): Promise<readonly string[]> =>
  (await context.store.accounts.list()).map(({ username }) => username);

const without = (name: string) => (right: JWTPayload) =>
  Object.fromEntries(Object.entries(right).filter(([claim]) => claim !== name));

/** What an ID token may be wrong about. */
const wrongTokens: Readonly<Record<string, Lies>> = {
  'is for somebody else': { claims: (right) => ({ ...right, aud: 'another' }) },
  'is of a foreign issuer': { claims: (right) => ({ ...right, iss: 'https://evil.example' }) },
  'has expired': { claims: (right) => ({ ...right, exp: Math.floor(Date.now() / 1000) - 3600 }) },
  'has another nonce': { claims: (right) => ({ ...right, nonce: 'another' }) },
  'has no nonce': { claims: without('nonce') },
  'names nobody': { claims: without('sub') },
  'names nobody by an empty text': { claims: (right) => ({ ...right, sub: '' }) },
  'is not signed': { signed: 'none' },
  'is signed with another key': { signed: 'other-key' },
};

describe('an answer of a provider that is wrong', () => {
  for (const [what, lies] of Object.entries(wrongTokens)) {
    it(`signs nobody in: an ID token that ${what}`, async (context) => {
      const site = await liedSite(context);
      const browser = site.browser();
      site.liar.lies = lies;
      const refused = await site.signIn(browser);
      assert.equal(refused.status, 422);
      assert.match(refused.text, /That sign-in didn’t work/);
      assert.deepEqual(await accountsOf(site), []);
      assert.equal((await browser.open('/link')).text.includes('Sign in'), true);
      site.liar.lies = {};
      await site.signIn(browser);
      assert.deepEqual(await accountsOf(site), ['ada'], 'it is the lie that was refused');
    });
  }

  it('signs nobody in: UserInfo about somebody else', async (context) => {
    const site = await liedSite(context);
    site.liar.lies = { userInfo: { sub: 'sub-2', email: 'boss@example.org', email_verified: true } };
    assert.equal((await site.signIn(site.browser())).status, 422);
    assert.deepEqual(await accountsOf(site), []);
  });

  it('is told in our words, whatever markup it has, and never in the log with a secret', async (context) => {
    const site = await liedSite(context);
    const browser = site.browser();
    const way = new URL(`http://x${await site.goThere(browser)}`);
    const error = new URLSearchParams({
      state: way.searchParams.get('state') ?? '',
      error: '<script>alert(1)</script>',
      error_description: '<img src=x onerror=alert(1)>',
    });
    const told = await browser.open(`/signin/back/acme?${error.toString()}`);
    assert.equal(told.status, 422);
    assert.match(told.text, /You are not signed in/);
    assert.ok(!told.text.includes('alert(1)') && !told.text.includes('onerror'));
    site.liar.lies.answer = (path, response) => {
      if (path !== '/token') return false;
      response.writeHead(500, { 'content-type': 'text/html' }).end('<h1>Boom</h1>');
      return true;
    };
    const broken = await site.signIn(browser);
    assert.equal(broken.status, 503);
    assert.ok(!broken.text.includes('Boom'));
  });

  it('that does not come in time is waited for no longer than five seconds, and passwords go on', async (context) => {
    const site = await liedSite(context);
    await site.person('ben');
    site.liar.lies.answer = () => true;
    const browser = site.browser();
    const page = await browser.open('/signin/with/acme?next=/link');
    assert.equal(page.status, 503);
    assert.match(page.text, /isn’t answering right now/);
    assert.match((await browser.signIn('ben')).text, /code/i);
  });
});

describe('the way back from a provider', () => {
  it('is good in the browser that went, with the state that it was sent', async (context) => {
    const site = await liedSite(context);
    const [browser, thief] = [site.browser(), site.browser()];
    const way = await site.goThere(browser);
    await thief.open('/signin/with/acme').catch(() => {});
    for (const path of [way.replace(/state=[^&]+/, 'state=x'), way.replace(/state=[^&]+&?/, '')]) {
      assert.match((await browser.open(path)).text, /That sign-in is over/);
    }
    assert.match((await thief.open(way)).text, /That sign-in is over/);
    assert.deepEqual(await accountsOf(site), []);
    assert.equal((await browser.open(way)).status, 200);
    assert.deepEqual(await accountsOf(site), ['ada']);
  });

  it('is refused when it comes from another issuer', async (context) => {
    const site = await liedSite(context);
    const browser = site.browser();
    const way = await site.goThere(browser);
    const foreign = way.replace(encodeURIComponent(site.liar.issuer), encodeURIComponent('https://evil.example'));
    assert.notEqual(foreign, way);
    assert.match((await browser.open(foreign)).text, /That sign-in didn’t work/);
    assert.match((await browser.open(way.replace(/&iss=[^&]+/, ''))).text, /That sign-in didn’t work/);
    assert.deepEqual(await accountsOf(site), []);
  });

  it('is good for half an hour', async (context) => {
    const site = await liedSite(context);
    const browser = site.browser();
    const way = await site.goThere(browser);
    site.pass(30 * 60 * 1000);
    assert.match((await browser.open(way)).text, /That sign-in is over/);
  });

  it('leads on when it is gone again by the back button, and in two tabs at once', async (context) => {
    const site = await liedSite(context);
    const browser = site.browser();
    const ways = [await site.goThere(browser, 'next=/devices'), await site.goThere(browser, 'next=/account')];
    const [first = '', second = ''] = ways;
    const [one, other] = await Promise.all([browser.send(first), browser.send(second)]);
    assert.deepEqual([one.to, other.to], ['/devices', '/account']);
    assert.equal((await browser.send(first)).to, '/devices', 'back');
    assert.deepEqual(await accountsOf(site), ['ada']);
    await browser.open('/account');
    await browser.post('/signout');
    assert.match((await browser.open(first)).text, /That sign-in didn’t work/, 'a used code signs nobody in');
  });
});
