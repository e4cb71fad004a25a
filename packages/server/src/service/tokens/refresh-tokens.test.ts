import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Grant } from '../../domain/grant.ts';
import type { OAuthClient } from '../ports/oauth-clients.ts';
import { aClient, anIdentity } from '../../stores/contract/samples.ts';
import { standIn } from '../pins/stand-in.testing.ts';
import { inspectOpaque } from './inspect-token.ts';
import { refresh, type RefreshOrder } from './refresh-tokens.ts';
import { firstTokens } from './token-sets.ts';
import { issuer, tokenHarness } from './tokens.testing.ts';

interface Body {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly scope?: string;
}

async function aDevice(parts: Partial<OAuthClient> = {}, grantParts: Partial<Grant> = {}) {
  const harness = await tokenHarness();
  const client = aClient({ id: 'radio', ...parts });
  const { grant, approval } = await harness.grant(grantParts);
  const first = JSON.parse(await firstTokens(harness.ports, client, issuer, grant, approval)) as Body;
  const use = (refreshToken: string, more: Partial<RefreshOrder> = {}, given = harness.ports) =>
    refresh(given, {
      client,
      refreshToken,
      scopes: null,
      resources: [],
      provenKey: null,
      issuer,
      address: '203.0.113.66',
      ...more,
    });
  return {
    ...harness,
    client,
    grant,
    first,
    use,
    async next(refreshToken: string, more: Partial<RefreshOrder> = {}): Promise<Body> {
      const result = await use(refreshToken, more);
      assert.ok(result.ok, JSON.stringify(result));
      return JSON.parse(result.value) as Body;
    },
    isLinked: async () => (await harness.ports.grants.byId(grant.id)) !== undefined,
  };
}

const refusedAs = (refusal: string) => ({ ok: false, refusal });

describe('a refresh token', () => {
  it('gives nothing once the provider says that its person is gone, and is good again if that was a mistake', async () => {
    const { first, use, ports } = await aDevice();
    const personCheck = { check: async () => 'ended' as const };
    assert.deepEqual(await use(first.refresh_token, {}, { ...ports, personCheck }), refusedAs('invalid-grant'));
    assert.ok((await use(first.refresh_token)).ok);
  });

  it('ends the device of whoever is in none of its client’s groups any more', async () => {
    const staff = await aDevice({ requiredGroups: ['staff'] });
    const identities = standIn(staff.ports.identities, { listFor: async () => [anIdentity()] });
    const second = await staff.use(staff.first.refresh_token, {}, { ...staff.ports, identities });
    assert.ok(second.ok);
    const left = await aDevice({ requiredGroups: ['staff'] });
    assert.deepEqual(await left.use(left.first.refresh_token), refusedAs('invalid-grant'));
    assert.equal(await left.isLinked(), false);
  });

  it('of a client that is for everybody asks for no groups', async () => {
    const { first, use, ports } = await aDevice({ requiredGroups: [] });
    const identities = standIn(ports.identities, { listFor: async () => assert.fail() });
    assert.ok((await use(first.refresh_token, {}, { ...ports, identities })).ok);
  });

  it('notes when its device was last seen, once for an instant', async () => {
    const { first, use, ports, clock, grant } = await aDevice();
    let writes = 0;
    const grants = standIn(ports.grants, {
      replace(...given) {
        writes += 1;
        return ports.grants.replace(...given);
      },
    });
    clock.pass(5);
    for (let turn = 0; turn < 2; turn += 1) assert.ok((await use(first.refresh_token, {}, { ...ports, grants })).ok);
    assert.equal((await ports.grants.byId(grant.id))?.lastSeenAt, clock.now());
    assert.equal(writes, 1);
  });

  it('gives up when another request is faster each time', async () => {
    const { first, use, ports } = await aDevice();
    let races = 0;
    const tokens = standIn(ports.tokens, {
      async replaceFamily() {
        races += 1;
        return false;
      },
    });
    assert.deepEqual(await use(first.refresh_token, {}, { ...ports, tokens }), refusedAs('invalid-grant'));
    assert.equal(races, 16);
  });

  it('of a device without a key is good with a proof as well', async () => {
    const { first, use } = await aDevice();
    assert.ok((await use(first.refresh_token, { provenKey: 'key' })).ok);
  });

  it('of a device that is gone by then is refused', async () => {
    const { first, use, ports } = await aDevice();
    const grants = standIn(ports.grants, { byId: async () => undefined });
    assert.deepEqual(await use(first.refresh_token, {}, { ...ports, grants }), refusedAs('invalid-grant'));
  });

  it('is good once and gives the next one; both access tokens live (B7)', async () => {
    const { first, next, ports } = await aDevice();
    const second = await next(first.refresh_token);
    assert.notEqual(second.refresh_token, first.refresh_token);
    for (const { access_token: token } of [first, second]) assert.ok(await inspectOpaque(ports, token));
    const third = await next(second.refresh_token);
    assert.notEqual(third.refresh_token, second.refresh_token);
    assert.equal(third.scope, 'listen library:read');
  });

  it('that was used ends the device when it comes again: the live one stops too (B23)', async () => {
    const { first, next, use, clock, isLinked, ports, store, grant } = await aDevice();
    const second = await next(first.refresh_token);
    clock.pass(10_000);
    assert.deepEqual(await use(first.refresh_token), refusedAs('invalid-grant'));
    assert.equal(await isLinked(), false);
    assert.deepEqual(await use(second.refresh_token), refusedAs('invalid-grant'));
    assert.equal(await inspectOpaque(ports, second.access_token), undefined);
    const [told, ...others] = await store.auditLog.listFor('ada', 10);
    assert.deepEqual([told?.kind, told?.fact, told?.address], ['replayed', 'refresh-token', '203.0.113.66']);
    assert.deepEqual(others, [], 'and it is told once');
    const pin = ports.keys.hash(`event ${String(grant.pinId)}`).slice(0, 12);
    assert.equal(told?.pin, pin, 'of the pin that the device came from');
  });

  it('gives the same successor for ten seconds more, because an answer may be lost', async () => {
    const { first, next, clock, isLinked } = await aDevice();
    const second = await next(first.refresh_token);
    clock.pass(9999);
    const again = await next(first.refresh_token);
    assert.equal(again.refresh_token, second.refresh_token);
    assert.equal(await isLinked(), true);
    await next(second.refresh_token);
  });

  it('ends the device even within ten seconds when its successor was used already (B23)', async () => {
    const { first, next, use, isLinked } = await aDevice();
    const second = await next(first.refresh_token);
    await next(second.refresh_token);
    assert.deepEqual(await use(first.refresh_token), refusedAs('invalid-grant'));
    assert.equal(await isLinked(), false);
  });

  it('in a race of 16 gives all of them one successor', async () => {
    const { first, next, isLinked } = await aDevice();
    const racers = await Promise.all(Array.from({ length: 16 }, () => next(first.refresh_token)));
    const successors = new Set(racers.map(({ refresh_token: token }) => token));
    assert.equal(successors.size, 1);
    const [successor] = successors;
    assert.notEqual((await next(successor ?? '')).refresh_token, successor);
    assert.equal(await isLinked(), true);
  });

  it('of another client is refused and nothing else happens', async () => {
    const { first, next, use } = await aDevice();
    assert.deepEqual(await use(first.refresh_token, { client: aClient() }), refusedAs('invalid-grant'));
    const second = await next(first.refresh_token);
    assert.deepEqual(await use(first.refresh_token, { client: aClient() }), refusedAs('invalid-grant'));
    await next(second.refresh_token);
  });

  it('that nobody made is refused', async () => {
    const { use, first, isLinked } = await aDevice();
    for (const text of ['', 'lpr_', `${first.refresh_token}x`, first.access_token]) {
      assert.deepEqual(await use(text), refusedAs('invalid-grant'));
    }
    assert.equal(await isLinked(), true);
  });

  it('gives fewer scopes when asked, never others, and the rest later again (B22)', async () => {
    const { first, next, use } = await aDevice({ scopes: ['listen', 'library:read', 'admin'] });
    assert.deepEqual(await use(first.refresh_token, { scopes: ['admin'] }), refusedAs('invalid-scope'));
    assert.deepEqual(await use(first.refresh_token, { scopes: ['listen', 'admin'] }), refusedAs('invalid-scope'));
    const fewer = await next(first.refresh_token, { scopes: ['listen'] });
    assert.equal(fewer.scope, 'listen');
    assert.equal((await next(fewer.refresh_token)).scope, 'listen library:read');
  });

  it('gives tokens for the resources that were approved only (B22)', async () => {
    const [one, two, other] = ['https://one.example', 'https://two.example', 'https://other.example'];
    const { first, next, use, ports } = await aDevice({ audiences: [one, two, other] }, { resources: [one, two] });
    for (const resources of [[other], [one, other]]) {
      assert.deepEqual(await use(first.refresh_token, { resources }), refusedAs('invalid-target'));
    }
    const fewer = await next(first.refresh_token, { resources: [one] });
    assert.deepEqual((await inspectOpaque(ports, fewer.access_token))?.audiences, [one]);
    const all = await next(fewer.refresh_token);
    assert.deepEqual((await inspectOpaque(ports, all.access_token))?.audiences, [one, two]);
  });

  it('is a use of its client, also when it is no good', async () => {
    const { use, client, clock, store } = await aDevice();
    await store.oauthClients.add(client);
    clock.pass(5);
    await use('lpr_nobody_made_this');
    assert.equal((await store.oauthClients.byId(client.id))?.lastUsedAt, clock.now());
  });

  it('ends when it was unused for too long, and at the end of its life in any case (B24)', async () => {
    const day = 86_400_000;
    const idle = await aDevice({ refreshTokenIdle: 86_400 });
    idle.clock.pass(day);
    assert.deepEqual(await idle.use(idle.first.refresh_token), refusedAs('invalid-grant'));

    const busy = await aDevice({ refreshTokenIdle: 86_400, refreshTokenLife: 3 * 86_400 });
    let token = busy.first.refresh_token;
    for (let turn = 0; turn < 5; turn += 1) {
      busy.clock.pass(day / 2);
      token = (await busy.next(token)).refresh_token;
    }
    busy.clock.pass(day / 2);
    assert.deepEqual(await busy.use(token), refusedAs('invalid-grant'));
  });

  it('ends with its device (B24)', async () => {
    const { first, use, ports, grant, clock } = await aDevice();
    await ports.grants.revoke(grant.id, 'ada', clock.now());
    assert.deepEqual(await use(first.refresh_token), refusedAs('invalid-grant'));
  });
});

describe('a refresh token that is bound to a key', () => {
  const bound = { keyThumbprint: 'thumb' };

  it('needs its key; another or none ends nothing (B7)', async () => {
    const { first, next, use, isLinked } = await aDevice({}, bound);
    assert.deepEqual(await use(first.refresh_token), refusedAs('wrong-key'));
    assert.deepEqual(await use(first.refresh_token, { provenKey: 'other' }), refusedAs('wrong-key'));
    assert.equal(await isLinked(), true);
    await next(first.refresh_token, { provenKey: 'thumb' });
  });

  it('gives nothing when its device is unlinked at that very moment', async () => {
    const { first, use, ports, grant, clock } = await aDevice({ accessTokens: 'jwt' }, bound);
    const replaceFamily = ports.tokens.replaceFamily.bind(ports.tokens);
    ports.tokens.replaceFamily = async (...args) => {
      await ports.grants.revoke(grant.id, 'ada', clock.now());
      return replaceFamily(...args);
    };
    assert.deepEqual(await use(first.refresh_token, { provenKey: 'thumb' }), refusedAs('invalid-grant'));
  });

  it('stays as it is, however often and long it is used; only its idle time begins anew', async () => {
    const { first, next, use, clock } = await aDevice({ refreshTokenIdle: 60 }, bound);
    for (let turn = 0; turn < 3; turn += 1) {
      clock.pass(59_000);
      const { refresh_token: token } = await next(first.refresh_token, { provenKey: 'thumb' });
      assert.equal(token, first.refresh_token);
    }
    clock.pass(60_000);
    assert.deepEqual(await use(first.refresh_token, { provenKey: 'thumb' }), refusedAs('invalid-grant'));
  });
});
