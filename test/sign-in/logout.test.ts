import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aGrant } from '../../packages/server/src/stores/contract/samples.ts';
import { liedSite, type LiedSite } from './lied.ts';

type Change = NonNullable<Parameters<LiedSite['liar']['logoutToken']>[0]>;

/** Ada, signed in at the provider, with a device; and a stranger. */
async function adaIn(context: Parameters<typeof liedSite>[0], provider: object = {}) {
  const site = await liedSite(context, provider);
  const browser = site.browser();
  await site.signIn(browser);
  const { accounts, grants, sessions } = site.context.store;
  const account = await accounts.bySignInName('ada');
  assert.ok(account !== undefined);
  await grants.add(aGrant({ account: account.id, linkedAt: site.context.ports.clock.now() }));
  site.pass(1);
  const post = (fields: Record<string, string>) =>
    site.browser().send('/signin/logout/acme', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    });
  return {
    site,
    browser,
    post,
    send: async (...how: Parameters<LiedSite['liar']['logoutToken']>) =>
      post({ logout_token: await site.liar.logoutToken(...how) }),
    left: async () => ({
      sessions: (await sessions.listFor(account.id, 0)).length,
      devices: (await grants.listFor(account.id)).length,
    }),
  };
}

const all = { sessions: 1, devices: 1 };
const nothing = { sessions: 0, devices: 0 };

/** What a logout token may be wrong about. */
const wrong: Readonly<Record<string, Change>> = {
  'of another issuer': (right) => ({ ...right, iss: 'https://evil.example' }),
  'for another client': (right) => ({ ...right, aud: 'another' }),
  'that is old': (right) => ({ ...right, iat: Number(right.iat) - 3600, exp: Number(right.exp) + 3600 }),
  'that has expired': (right) => ({ ...right, exp: Number(right.iat) - 60 }),
  'without an id': ({ jti: _, ...right }) => right,
  'of no event': (right) => ({ ...right, events: {} }),
  'of another event': (right) => ({ ...right, events: { 'http://schemas.openid.net/event/other': {} } }),
  'that is an ID token': ({ events: _, ...right }) => ({ ...right, nonce: 'n' }),
  'with a nonce': (right) => ({ ...right, nonce: 'n' }),
  'about nobody': ({ sub: _, ...right }) => right,
};

describe('back-channel logout', () => {
  it('ends browsers and devices, once for a token', async (context) => {
    const { site, send, post, left } = await adaIn(context);
    const token = await site.liar.logoutToken();
    assert.equal((await post({ logout_token: token })).status, 200);
    assert.deepEqual(await left(), nothing);
    site.pass(1);
    await site.signIn(site.browser());
    assert.equal((await post({ logout_token: token })).status, 400, 'a replay');
    assert.deepEqual(await left(), { sessions: 1, devices: 0 });
    site.pass(1);
    assert.equal((await send(({ sub: _, ...right }) => ({ ...right, sid: 'session-1' }))).status, 200);
    assert.deepEqual(await left(), nothing, 'by the session alone');
  });

  it('ends the browsers of the session alone, where the operator wants that', async (context) => {
    const { send, left } = await adaIn(context, { logoutEnds: 'browsers' });
    assert.equal((await send((right) => ({ ...right, sid: 'another' }))).status, 200);
    assert.deepEqual(await left(), all);
    assert.equal((await send((right) => ({ ...right, sid: 'session-1' }))).status, 200);
    assert.deepEqual(await left(), { sessions: 0, devices: 1 });
  });

  for (const [what, change] of Object.entries(wrong)) {
    it(`refuses a token ${what}`, async (context) => {
      const { send, left } = await adaIn(context);
      const refused = await send(change);
      assert.deepEqual([refused.status, refused.text], [400, '{"error":"invalid_request"}']);
      assert.deepEqual(await left(), all);
    });
  }

  it('refuses what the provider has not signed, and more of it than sixty an hour unread', async (context) => {
    const { send, post, left } = await adaIn(context);
    assert.equal((await send((right) => right, 'none')).status, 400);
    assert.equal((await send((right) => right, 'other-key')).status, 400);
    assert.equal((await send((right) => right, undefined, 'at+jwt')).status, 400);
    for (let count = 3; count < 60; count += 1) assert.equal((await post({ logout_token: '<b>' })).status, 400);
    const refused = await send();
    assert.equal(refused.status, 429);
    assert.ok(Number(refused.headers.get('retry-after')) > 0);
    assert.deepEqual(await left(), all);
  });
});

describe('front-channel logout', () => {
  it('is off by itself', async (context) => {
    const { site, browser, left } = await adaIn(context);
    const query = new URLSearchParams({ iss: site.liar.issuer, sid: 'session-1' }).toString();
    assert.equal((await browser.send(`/signin/logout/acme?${query}`)).status, 404);
    assert.deepEqual(await left(), all);
  });

  it('ends what is of the session that it names, and of this provider', async (context) => {
    const { site, left } = await adaIn(context, { frontChannelLogout: true });
    const send = (query: Record<string, string>) =>
      site.browser().send(`/signin/logout/acme?${new URLSearchParams(query).toString()}`);
    for (const query of [{}, { sid: 'session-1' }, { iss: 'https://evil.example', sid: 'session-1' }]) {
      assert.equal((await send(query)).status, 200);
      assert.deepEqual(await left(), all);
    }
    assert.equal((await send({ iss: site.liar.issuer, sid: 'another' })).status, 200);
    assert.deepEqual(await left(), all);
    await send({ iss: site.liar.issuer, sid: 'session-1' });
    assert.deepEqual(await left(), nothing);
  });
});
