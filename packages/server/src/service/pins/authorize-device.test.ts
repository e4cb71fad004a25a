import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { testDependencies, type TestOptions } from '../../../../../test/harness/dependencies.ts';
import { plexCodes } from '../../domain/code.ts';
import { requesterKeysOf } from '../../domain/requester-key.ts';
import { accepted, refused, type Result } from '../../domain/result.ts';
import { aClient, aPin } from '../../stores/contract/samples.ts';
import type { OAuthClient } from '../ports/oauth-clients.ts';
import { authorizeDevice, type DeviceAuthorizationRequest } from './authorize-device.ts';
import { requestPlexPin } from './request-plex-pin.ts';
import { standIn } from './stand-in.testing.ts';

const { requester } = aPin();
const format = { alphabet: 'BCDFGHJKLMNPQRSTVWXZ', length: 8, life: 600_000 };
const resource = 'https://music.example/api';

/** A service with one client. */
async function begin(settings: TestOptions['settings'] = {}, parts: Partial<OAuthClient> = {}) {
  const dependencies = testDependencies({ settings });
  const { store, ports, clock } = dependencies;
  const client = aClient(parts);
  await store.oauthClients.add(client);
  let proofs = 0;
  const authorize = (
    more: Partial<DeviceAuthorizationRequest<'bad proof'>> = {},
    proof: Result<string | null, 'bad proof'> = accepted(null),
    given = ports,
  ) =>
    authorizeDevice(given, {
      client,
      scopes: null,
      resources: [],
      requester,
      format,
      hasNoBrowser: false,
      namedKey: null,
      proveKey: async () => {
        proofs += 1;
        return proof;
      },
      ...more,
    });
  const block = (requesterKey: string | undefined) =>
    store.blocks.put({
      id: 'block',
      requesterKey: String(requesterKey),
      account: null,
      name: 'TV',
      by: 'operator',
      at: clock.now(),
      until: clock.now() + 1,
    });
  return { ...dependencies, client, authorize, block, proofs: () => proofs };
}

describe('a device authorization', () => {
  it('gives a code for all that the client may have, and notes that the client is used', async () => {
    const { authorize, store, client, ports } = await begin();
    const issued = await authorize();
    assert.ok(issued.ok);
    const { pin, deviceCode } = issued.value;
    assert.equal(pin.publicId, ports.keys.hash(deviceCode));
    assert.deepEqual(
      [pin.protocol, pin.kind, pin.clientId, pin.keyThumbprint, pin.matchesNumber],
      ['oauth', 'user', client.id, null, false],
    );
    assert.deepEqual(pin.authorizationRequest, { scopes: client.scopes, resources: [] });
    assert.equal((await store.oauthClients.byId(client.id))?.lastUsedAt, pin.createdAt);
  });

  it('gives one for fewer scopes and a resource, and with the number if the client wants that', async () => {
    const { authorize } = await begin({}, { numberMatching: true });
    const issued = await authorize({ scopes: ['listen'], resources: [resource] });
    assert.ok(issued.ok && issued.value.pin.matchesNumber);
    assert.deepEqual(issued.value.pin.authorizationRequest, { scopes: ['listen'], resources: [resource] });
  });

  it('keeps what is asked of OpenID, and the challenge of the code', async () => {
    const { authorize } = await begin({}, { scopes: ['openid'] });
    const openid = { nonce: 'n', maxAge: 60, acrValues: [], prompt: [] };
    const issued = await authorize({ scopes: ['openid'], openid, codeChallenge: 'challenge' });
    assert.ok(issued.ok);
    const authorizationRequest = { scopes: ['openid'], resources: [], openid, codeChallenge: 'challenge' };
    assert.deepEqual(issued.value.pin.authorizationRequest, authorizationRequest);
  });

  it('that finds no free code marks no use of its client', async () => {
    const { ports, store, client, authorize } = await begin();
    const pins = standIn(ports.pins, { insert: async () => 'code-taken' });
    assert.deepEqual(
      await authorize({}, accepted(null), { ...ports, pins }),
      refused({ kind: 'busy', retryAfter: 60 }),
    );
    assert.equal((await store.oauthClients.byId(client.id))?.lastUsedAt, null);
  });

  it('gives none to a client that is to use a browser, before any proof is used up', async () => {
    const redirectUris = ['http://127.0.0.1/callback'];
    const notGranted = refused({ kind: 'wrong-flow', why: 'not-granted' });
    const byRedirect = await begin({}, { grants: ['authorization_code'], redirectUris });
    assert.deepEqual(await byRedirect.authorize({ hasNoBrowser: true }), notGranted);
    const switchedOff = await begin({ deviceGrant: 'off' });
    assert.deepEqual(await switchedOff.authorize({ hasNoBrowser: true }), notGranted);
    const browserFirst = await begin({}, { browserFirst: true, redirectUris });
    assert.deepEqual(await browserFirst.authorize(), refused({ kind: 'wrong-flow', why: 'browser-first' }));
    assert.deepEqual(
      [byRedirect, switchedOff, browserFirst].map(({ proofs }) => proofs()),
      [0, 0, 0],
    );
    assert.ok((await browserFirst.authorize({ hasNoBrowser: true })).ok);
  });

  it('gives none for more than the client may have, before any proof is used up', async () => {
    const { authorize, proofs, store, client } = await begin();
    assert.deepEqual(await authorize({ scopes: ['admin'] }), refused({ kind: 'overreach', what: 'scope' }));
    const elsewhere = await authorize({ resources: ['https://other.example'] });
    assert.deepEqual(elsewhere, refused({ kind: 'overreach', what: 'resource' }));
    assert.equal(proofs(), 0);
    assert.equal((await store.oauthClients.byId(client.id))?.lastUsedAt, null);
  });

  it('binds the code to the key that is named or proved, which must be the same', async () => {
    const { authorize } = await begin();
    const keyOf = async (namedKey: string | null, proven: string | null) => {
      const issued = await authorize({ namedKey }, accepted(proven));
      return issued.ok ? issued.value.pin.keyThumbprint : issued.refusal.kind;
    };
    assert.equal(await keyOf('a', null), 'a');
    assert.equal(await keyOf(null, 'a'), 'a');
    assert.equal(await keyOf('a', 'a'), 'a');
    assert.equal(await keyOf('a', 'b'), 'two-keys');
    assert.deepEqual(await authorize({}, refused('bad proof')), refused({ kind: 'key-fault', fault: 'bad proof' }));
  });
});

describe('a request for a pin, in either protocol', () => {
  const plex = { clientIdentifier: 'tv', kind: 'weak', requester, deviceKey: null } as const;

  it('is refused to a requester that is blocked for everybody', async () => {
    const { authorize, block, client, ports } = await begin();
    const { address } = requester;
    await block(requesterKeysOf({ protocol: 'oauth', clientId: client.id, key: null, address })[0]);
    assert.deepEqual(await authorize(), refused({ kind: 'not-allowed' }));
    assert.ok((await requestPlexPin(ports, plex)).ok);
    await block(requesterKeysOf({ protocol: 'plex', clientId: 'tv', key: null, address })[0]);
    assert.deepEqual(await requestPlexPin(ports, plex), refused({ kind: 'not-allowed' }));
  });

  it('is refused to a key that is blocked, wherever it comes from', async () => {
    const { authorize, block, ports } = await begin();
    await block('key blocked');
    assert.deepEqual(await authorize({ namedKey: 'blocked' }), refused({ kind: 'not-allowed' }));
    const deviceKey = { thumbprint: 'blocked', x: 'x', kid: 'kid' };
    assert.deepEqual(await requestPlexPin(ports, { ...plex, deviceKey }), refused({ kind: 'not-allowed' }));
    assert.ok((await authorize({ namedKey: 'other' })).ok);
  });

  it('is refused beyond the limit of its network, which both share', async () => {
    const { authorize, ports } = await begin({ issuesPerMinute: 1 });
    assert.ok((await authorize()).ok);
    const over = await requestPlexPin(ports, plex);
    assert.equal(over.ok ? 'ok' : over.refusal.kind, 'over-budget');
  });

  it('gives a plex pin of its kind and key', async () => {
    const { ports } = await begin();
    const deviceKey = { thumbprint: 'thumbprint', x: 'x', kid: 'kid' };
    for (const kind of ['weak', 'strong'] as const) {
      const issued = await requestPlexPin(ports, { ...plex, kind, deviceKey });
      assert.ok(issued.ok);
      const { protocol, kind: issuedKind, clientId, code, authorizationRequest, keyThumbprint } = issued.value;
      assert.deepEqual(
        [protocol, issuedKind, clientId, authorizationRequest, keyThumbprint],
        ['plex', kind, 'tv', null, null],
      );
      assert.deepEqual(issued.value.deviceKey, deviceKey);
      assert.equal(code.length, plexCodes[kind].length);
      assert.match(issued.value.publicId, /^[1-9]\d{0,9}$/);
    }
  });
});
