import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Account } from '@linkpin/server';
import { registerClient } from '../harness/clients.ts';
import type { Person } from '../harness/person.ts';
import { begin, errorIn, poll, post, type Tokens } from '../oauth/asking.ts';
import { signInAt, startSite, stores, type SignInSite } from './site.ts';

const minute = 60_000;

/** Links a device on the pages, as whoever is signed in there. */
async function linkOn(site: SignInSite, browser: Person): Promise<Tokens> {
  const { device_code: deviceCode, user_code: code } = await begin(site, 'tv');
  await browser.answer(code, 'yes');
  const answer = await poll(site, 'tv', deviceCode);
  assert.equal(answer.status, 200, answer.text);
  return answer.json as Tokens;
}

const renew = (site: SignInSite, refreshToken: string) =>
  post(site, '/oauth/token', { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: 'tv' });

/** The next refresh token. */
async function renewed(site: SignInSite, refreshToken: string): Promise<string> {
  const answer = await renew(site, refreshToken);
  assert.equal(answer.status, 200, answer.text);
  return (answer.json as Tokens).refresh_token;
}

async function adaWithDevice(context: Parameters<typeof startSite>[0], options: Parameters<typeof startSite>[1] = {}) {
  const site = await startSite(context, { people: { 'sub-1': { preferred_username: 'ada' } }, ...options });
  await registerClient(site, 'tv', { scopes: [] });
  const browser = site.browser();
  await signInAt(browser, 'sub-1');
  const account = (await site.store.accounts.bySignInName('ada')) as Account;
  return { site, browser, account, tokens: await linkOn(site, browser) };
}

describe('a device of somebody who comes from a provider', () => {
  for (const [kind, open] of Object.entries(stores)) {
    it(`goes on while its person is there, and ends when they are dismissed, over ${kind}`, async (context) => {
      const { site, browser, account, tokens } = await adaWithDevice(context, { store: await open(context) });
      let token = await renewed(site, tokens.refresh_token);
      assert.equal(site.upstream.counted.refreshes, 0, 'not asked again so soon');
      site.clock.pass(15 * minute);
      token = await renewed(site, token);
      assert.equal(site.upstream.counted.refreshes, 1);
      token = await renewed(site, token);
      assert.equal(site.upstream.counted.refreshes, 1);
      const others = await linkOn(site, browser);
      site.clock.pass(15 * minute);
      const raced = await Promise.all([renewed(site, token), renewed(site, others.refresh_token)]);
      assert.equal(site.upstream.counted.refreshes, 2, 'one question in flight for a person');
      site.clock.pass(15 * minute);
      site.upstream.people['sub-1'] = null;
      const refused = await renew(site, raced[0]);
      assert.deepEqual([refused.status, errorIn(refused)], [400, 'invalid_grant']);
      assert.deepEqual([errorIn(await renew(site, raced[1]))], ['invalid_grant'], 'and so do all others');
      assert.deepEqual(await site.store.grants.listFor(account.id), []);
      assert.deepEqual(await site.store.sessions.listFor(account.id, site.clock.now()), []);
      const identity = await site.store.identities.find(site.upstream.issuer, 'sub-1');
      assert.deepEqual([identity?.refreshToken, identity?.checkedAt], [null, 0], 'so no passkey signs in');
    });
  }

  it('ends by a logout at the provider, signed by it', async (context) => {
    const { site, browser, account, tokens } = await adaWithDevice(context);
    const [session] = await site.store.sessions.listFor(account.id, site.clock.now());
    await site.upstream.logOut('sub-1', session?.providerSession ?? undefined);
    assert.deepEqual(await site.store.sessions.listFor(account.id, site.clock.now()), []);
    assert.equal(errorIn(await renew(site, tokens.refresh_token)), 'invalid_grant');
    assert.equal((await browser.get('/link')).path, '/signin');
    const checkedAt = async () => (await site.store.identities.find(site.upstream.issuer, 'sub-1'))?.checkedAt;
    assert.equal(await checkedAt(), 0, 'and no passkey signs in');
    await signInAt(browser, 'sub-1');
    assert.notEqual(await checkedAt(), 0, 'until they sign in there again');
  });

  it('that was approved and not collected is never collected', async (context) => {
    const { site, browser, account } = await adaWithDevice(context);
    const { device_code: deviceCode, user_code: code } = await begin(site, 'tv');
    await browser.answer(code, 'yes');
    assert.equal(await site.service.endPerson({ issuer: site.upstream.issuer, subject: 'sub-1' }), true);
    assert.notEqual((await poll(site, 'tv', deviceCode)).status, 200);
    assert.deepEqual(await site.store.grants.listFor(account.id), []);
  });

  it('of an account that has a password follows only what was linked from there', async (context) => {
    const { site, browser, account, tokens } = await adaWithDevice(context);
    const change = { id: account.id, replaces: account.passwordHash, passwordHash: 'x', keep: null, at: 0 };
    await site.store.accounts.setPassword(change);
    const [linked] = await site.store.grants.listFor(account.id);
    assert.equal(linked?.signIn?.provider, 'acme');
    site.clock.pass(15 * minute);
    await renewed(site, tokens.refresh_token);
    assert.equal(site.upstream.counted.refreshes, 1);
    void browser;
  });
});
