import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { createKeys, makeSecretKey } from '../tokens/keys.ts';
import { systemRandom } from '../app/random.ts';
import { createMemoryStore } from '../stores/memory/store.ts';
import { aClient, aFamily, aGrant, t0 } from '../stores/contract/samples.ts';
import type { Store } from '../service/ports/store.ts';
import { withDeclaredClients } from './declared.ts';
import { createOAuthClient, listOAuthClients, removeOAuthClient, type ClientPorts } from './registry.ts';

const keys = createKeys([makeSecretKey()]);

describe('the clients of an operator', () => {
  let store: Store;
  let ports: ClientPorts;
  beforeEach(() => {
    store = createMemoryStore();
    ports = { store, clock: { now: () => t0 }, random: systemRandom };
  });

  it('a public one has no secret, and what nobody said is filled in', async () => {
    const made = await createOAuthClient(ports, { id: 'tv', authMethod: 'none', scopes: ['watch', 'watch'] });
    assert.deepEqual(made.ok && made.value, {
      secret: null,
      client: {
        id: 'tv',
        name: 'tv',
        isVerified: true,
        authMethod: 'none',
        secretHash: null,
        jwks: null,
        jwksUri: null,
        scopes: ['watch'],
        scopeWords: {},
        numberMatching: false,
        whenFar: 'warn',
        scopeWhenFar: {},
        unknownIsFar: false,
        audiences: [],
        accessTokens: 'opaque',
        signingAlgorithm: 'EdDSA',
        accessTokenLife: null,
        refreshTokenIdle: null,
        refreshTokenLife: null,
        createdAt: t0,
        lastUsedAt: null,
      },
    });
    assert.deepEqual(await store.oauthClients.byId('tv'), made.ok && made.value.client);
  });

  it('a confidential one is given 256 random bits once, of which only the hash is kept', async () => {
    const secrets = new Set<string>();
    for (const [id, authMethod] of [
      ['a', 'client_secret_basic'],
      ['b', 'client_secret_post'],
    ] as const) {
      const made = await createOAuthClient(ports, { id, authMethod });
      assert.ok(made.ok);
      const { secret, client } = made.value;
      assert.match(secret ?? '', /^lps_[\w-]{43}$/);
      assert.equal(client.secretHash, keys.hash(secret ?? ''));
      assert.ok(!JSON.stringify(await store.oauthClients.list()).includes(secret ?? ''));
      secrets.add(secret ?? '');
    }
    assert.equal(secrets.size, 2);
  });

  it('one with a key has it here or at an https address', async () => {
    const key = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };
    const here = await createOAuthClient(ports, {
      id: 'a',
      authMethod: 'private_key_jwt',
      jwks: { keys: [{ ...key, kty: 'OKP' as const }] },
    });
    assert.equal(here.ok && here.value.client.jwks, JSON.stringify({ keys: [key] }));
    const jwksUri = 'https://client.example/jwks';
    const there = await createOAuthClient(ports, { id: 'b', authMethod: 'private_key_jwt', jwksUri });
    assert.equal(there.ok && there.value.client.jwksUri, jwksUri);
    assert.equal(there.ok && there.value.secret, null);
  });

  it('all that is wrong is told at once, with where it is', async () => {
    const made = await createOAuthClient(ports, {
      id: 'two words',
      authMethod: 'private_key_jwt',
      scopes: ['read', 'a"b'],
      audiences: ['https://api.example/#part'],
      accessTokenLife: 0,
      jwks: { keys: [{ kty: 'OKP', crv: 'Ed25519', x: 'x', d: 'private' }] },
      colour: 'blue',
    } as never);
    assert.ok(!made.ok && made.refusal.kind === 'invalid');
    const told = made.refusal.problems.map(({ path }) => path).toSorted();
    assert.deepEqual(told, ['', 'accessTokenLife', 'audiences[0]', 'id', 'jwks.keys[0]', 'scopes[1]']);
    assert.deepEqual(await store.oauthClients.list(), []);
  });

  it('the key and the method go together', async () => {
    const jwksUri = 'https://client.example/jwks';
    for (const input of [
      { id: 'a', authMethod: 'private_key_jwt' },
      { id: 'a', authMethod: 'none', jwksUri },
      { id: 'a', authMethod: 'private_key_jwt', jwksUri, jwks: { keys: [{ kty: 'RSA', n: 'n', e: 'AQAB' }] } },
      { id: 'a', authMethod: 'private_key_jwt', jwks: { keys: [{ kty: 'EC', crv: 'P-256', x: 'x' }] } },
      { id: 'a', authMethod: 'private_key_jwt', jwksUri: 'http://client.example/jwks' },
      { id: 'a', authMethod: 'private_key_jwt', jwksUri: 'https://user@client.example/jwks' },
      { id: 'a', authMethod: 'private_key_jwt', jwks: { keys: [{ kty: 'oct', k: 'secret' }] } },
      { id: 'a' },
    ]) {
      const made = await createOAuthClient(ports, input as never);
      assert.ok(!made.ok && made.refusal.kind === 'invalid', JSON.stringify(input));
    }
  });

  it('an id is given once, and one of the file is not given at all', async () => {
    const declared = [aClient({ id: 'filed', isVerified: true })];
    await createOAuthClient(ports, { id: 'tv', authMethod: 'none' });
    const again = await createOAuthClient(ports, { id: 'tv', authMethod: 'none' });
    assert.deepEqual(again, { ok: false, refusal: { kind: 'taken', by: 'store' } });
    const filed = await createOAuthClient({ ...ports, declared }, { id: 'filed', authMethod: 'none' });
    assert.deepEqual(filed, { ok: false, refusal: { kind: 'taken', by: 'file' } });
  });

  it('removing one ends every device that it was given to, and no other', async () => {
    await createOAuthClient(ports, { id: 'tv', authMethod: 'none' });
    const ofTv = { protocol: 'oauth', clientId: 'tv' } as const;
    const [one, two, radio, plex] = [
      aGrant(ofTv),
      aGrant({ ...ofTv, account: 'b' }),
      aGrant({ protocol: 'oauth', clientId: 'radio' }),
      aGrant({ clientId: 'tv' }),
    ];
    for (const grant of [one, two, radio, plex]) await store.grants.add(grant);
    const family = aFamily(two.id, { clientId: 'tv' });
    await store.oauthTokens.addFamily(family);
    assert.deepEqual(await removeOAuthClient(ports, 'tv'), { ok: true, value: { devices: 2 } });
    assert.deepEqual(await Promise.all([one, two, radio, plex].map(({ id }) => store.grants.byId(id))), [
      undefined,
      undefined,
      radio,
      plex,
    ]);
    assert.equal(await store.oauthTokens.familyOf(family.currentHash), undefined);
    assert.deepEqual(await removeOAuthClient(ports, 'tv'), { ok: false, refusal: { kind: 'unknown' } });
  });

  it('one of the file cannot be removed, and is listed in place of a stored one', async () => {
    await createOAuthClient(ports, { id: 'tv', authMethod: 'none' });
    await createOAuthClient(ports, { id: 'radio', authMethod: 'none' });
    const declared = [aClient({ id: 'tv', isVerified: true })];
    const both = { ...ports, declared };
    assert.deepEqual(await removeOAuthClient(both, 'tv'), { ok: false, refusal: { kind: 'declared' } });
    const listed = (await listOAuthClients(both)).map(({ client, origin }) => [client.id, client.name, origin]);
    assert.deepEqual(listed, [
      ['tv', declared[0]?.name, 'file'],
      ['radio', 'radio', 'store'],
    ]);
  });
});

describe('clients of a file in front of stored ones', () => {
  it('the file wins, and changes only with the file', async () => {
    const { oauthClients: stored } = createMemoryStore();
    const [filed, hidden, other] = [aClient({ id: 'b', isVerified: true }), aClient({ id: 'b' }), aClient({ id: 'a' })];
    await stored.add(hidden);
    const clients = withDeclaredClients([filed], stored);
    assert.equal(await clients.add(other), true);
    assert.equal(await clients.add(aClient({ id: 'b' })), false);
    assert.deepEqual(await clients.byId('b'), filed);
    assert.deepEqual(await clients.byId('a'), other);
    assert.equal(await clients.byId('c'), undefined);
    assert.deepEqual(await clients.list(), [other, filed]);
    await clients.markUsed('b', t0 + 9);
    await clients.markUsed('a', t0 + 9);
    assert.deepEqual(await clients.byId('b'), filed);
    assert.equal((await clients.byId('a'))?.lastUsedAt, t0 + 9);
    assert.equal(await clients.remove('b'), false);
    assert.equal(await clients.remove('a'), true);
    assert.equal(await clients.sweepUnverified(t0 + 10, 9), 1);
    assert.deepEqual(await clients.list(), [filed]);
  });
});
