import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { plexCodes } from '../../domain/code.ts';
import { accepted, refused } from '../../domain/result.ts';
import { findDraft, findRedirectClient, storeDraft, unstoredPin } from './request-authorization.ts';
import { callback, must, redirectFlow, requester } from './redirect.testing.ts';
import { standIn } from './stand-in.testing.ts';

const openid = { nonce: 'n', maxAge: null, acrValues: [], prompt: [] } as const;

describe('the client of a request by redirect', () => {
  it('is one that is registered, with the very URI that it names', async () => {
    const { ports, client } = await redirectFlow();
    const find = (clientId: string, redirectUri: string) => findRedirectClient(ports, { clientId, redirectUri });
    assert.deepEqual(await find('notes', callback), accepted(client));
    assert.deepEqual(await find('nobody', callback), refused('client'));
    assert.deepEqual(await find('notes', `${callback}/`), refused('redirect-uri'));
  });

  it('has no URI to be answered at if it registered none', async () => {
    const { ports, store } = await redirectFlow();
    const { redirectUris: _, ...without } = must(
      await findRedirectClient(ports, { clientId: 'notes', redirectUri: callback }),
    );
    await store.oauthClients.add({ ...without, id: 'tv' });
    for (const redirectUri of [callback, '', 'undefined']) {
      const found = await findRedirectClient(ports, { clientId: 'tv', redirectUri });
      assert.deepEqual(found, refused('redirect-uri'));
    }
  });
});

describe('a request by redirect', () => {
  it('is for the scopes that it names, else for all of its client but the ID token', async () => {
    const { judge } = await redirectFlow();
    assert.deepEqual(must(judge({ scopes: ['write'] })).authorizationRequest.scopes, ['write']);
    assert.deepEqual(must(judge({ scopes: null })).authorizationRequest.scopes, ['read', 'write']);
  });

  it('is refused to a client of devices, and for more than its client may have', async () => {
    const { judge } = await redirectFlow();
    assert.deepEqual(judge({ scopes: ['admin'] }), refused({ kind: 'overreach', what: 'scope' }));
    assert.deepEqual(judge({ resources: ['https://other.example'] }), refused({ kind: 'overreach', what: 'resource' }));
    const device = await redirectFlow({ grants: ['device_code'] });
    assert.deepEqual(device.judge(), refused({ kind: 'grant' }));
  });

  it('keeps what is asked of OpenID only with its scope, and how to ask in any case', async () => {
    const { judge } = await redirectFlow();
    const asked = { ...openid, prompt: ['consent'] } as const;
    const withId = must(judge({ scopes: ['openid', 'read'], openid: asked }));
    assert.deepEqual(withId.authorizationRequest.openid, asked);
    const without = must(judge({ scopes: ['read'], openid: asked }));
    assert.equal('openid' in without.authorizationRequest, false);
    assert.deepEqual([withId.prompt, without.prompt], [['consent'], ['consent']]);
  });

  it('wants a sign-in from now on for prompt=login, of max_age seconds ago, or of any time', async () => {
    const { judge, clock } = await redirectFlow();
    const sinceOf = (changes: object) => must(judge({ openid: { ...openid, ...changes } })).signedInSince;
    assert.equal(sinceOf({}), null);
    assert.equal(sinceOf({ maxAge: 60 }), clock.now() - 60_000);
    assert.equal(sinceOf({ maxAge: 0 }), clock.now());
    assert.equal(sinceOf({ maxAge: 60, prompt: ['login'] }), clock.now());
  });
});

describe('a draft', () => {
  it('draws a code of its own of 256 bits, for the browser that asks', async () => {
    const { draft, clock } = await redirectFlow();
    const [one, other] = [draft(), draft()];
    assert.match(one.code, /^[\w-]{44}$/);
    assert.notEqual(one.code, other.code);
    assert.notEqual(one.code.slice(0, 22), one.code.slice(22));
    assert.deepEqual([one.browser, one.askedAt], ['hash of a browser', clock.now()]);
  });

  it('shows as the pin that it would become, and stores nothing', async () => {
    const { draft, ports, store } = await redirectFlow();
    const asked = draft({ keyThumbprint: 'key' });
    const pin = unstoredPin(ports, asked, requester);
    assert.deepEqual([pin.version, pin.id, pin.code], [0, '', '']);
    assert.equal(await findDraft(ports, asked), undefined);
    const stored = must(await storeDraft(ports, asked, requester));
    const { id, code, version, expiresAt, redirect, ...same } = stored;
    const { id: _, code: __, version: ___, expiresAt: end, redirect: first, ...shown } = pin;
    assert.deepEqual(shown, same);
    assert.equal(end, expiresAt);
    assert.deepEqual({ ...first, code: '' }, { ...redirect, code: '' });
    assert.deepEqual([shown.protocol, shown.kind, shown.clientId], ['oauth', 'strong', 'notes']);
    assert.deepEqual([shown.keyThumbprint, shown.deviceKey], ['key', null]);
    assert.deepEqual(shown.state, { at: 'pending', opened: null });
    assert.deepEqual(await store.pins.byId(id), stored);
    assert.deepEqual([code.length, version], [plexCodes.strong.length, 1]);
  });

  it('is stored with its code sealed, where the answer leads, and for which browser', async () => {
    const { draft, ports } = await redirectFlow();
    const asked = draft({ openid: { ...openid, maxAge: 60 } });
    const pin = must(await storeDraft(ports, asked, requester));
    assert.ok(pin.redirect);
    const { code, ...rest } = pin.redirect;
    assert.equal(ports.keys.unseal('authorization-code', code), asked.code);
    assert.deepEqual(rest, {
      uri: callback,
      state: 'the app’s own',
      browser: 'hash of a browser',
      signedInSince: asked.signedInSince,
    });
    assert.equal(pin.publicId, ports.keys.hash(asked.code));
    assert.ok(!JSON.stringify(pin).includes(asked.code));
    assert.deepEqual(await findDraft(ports, asked), pin);
  });

  it('is stored once: a second answer finds what became of the first', async () => {
    const { draft, ports, store, clock } = await redirectFlow();
    const asked = draft();
    clock.pass(5);
    const first = must(await storeDraft(ports, asked, requester));
    assert.equal((await store.oauthClients.byId('notes'))?.lastUsedAt, first.createdAt);
    clock.pass(5);
    assert.deepEqual(must(await storeDraft(ports, asked, requester)), first);
    assert.equal((await store.oauthClients.byId('notes'))?.lastUsedAt, first.createdAt);
  });

  it('is refused from its end on', async () => {
    const { draft, ports, clock } = await redirectFlow();
    const asked = draft();
    clock.pass(plexCodes.strong.life - 1);
    must(await storeDraft(ports, asked, requester));
    const late = draft();
    clock.pass(plexCodes.strong.life);
    assert.deepEqual(await storeDraft(ports, late, requester), refused({ kind: 'expired' }));
  });

  it('is refused beyond the limits of all requests, and then marks no use of its client', async () => {
    const limited = await redirectFlow({}, { issuesPerMinute: 1 });
    must(await storeDraft(limited.ports, limited.draft(), requester));
    const over = await storeDraft(limited.ports, limited.draft(), requester);
    assert.equal(over.ok ? 'stored' : over.refusal.kind, 'over-budget');

    const { draft, ports, store } = await redirectFlow();
    const full = standIn(ports.pins, { insert: async () => 'code-taken' });
    const busy = await storeDraft({ ...ports, pins: full }, draft(), requester);
    assert.deepEqual(busy, refused({ kind: 'busy', retryAfter: 60 }));
    assert.equal((await store.oauthClients.byId('notes'))?.lastUsedAt, null);
  });
});
