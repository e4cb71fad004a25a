import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type JWTHeaderParameters, type JWTPayload } from 'jose';
import { createReplayCache } from '../rate-limits/replay-cache.ts';
import type { OAuthClient } from '../service/ports/oauth-clients.ts';
import { aClient } from '../stores/contract/samples.ts';
import { createMemoryStore } from '../stores/memory/store.ts';
import { authenticateClient, type Credentials } from './client-authentication.ts';
import { createClientKeys } from './client-keys.ts';
import { createKeys, makeSecretKey } from './keys.ts';

const issuer = 'https://link.example';
const now = Date.UTC(2026, 10, 21, 12);
const seconds = now / 1000;

const noFetch = (_: string): Promise<unknown> => Promise.reject(new Error('nothing to fetch'));

async function setUp(parts: Partial<OAuthClient>, fetchDocument = noFetch, startedAt = 0) {
  const store = createMemoryStore();
  const keys = createKeys([makeSecretKey()]);
  const client = aClient({ id: 'radio', ...parts });
  await store.oauthClients.add(client);
  const clock = { now: () => now };
  const clientKeys = createClientKeys(fetchDocument, clock, 4);
  const ports = {
    clients: store.oauthClients,
    pending: store.pending,
    keys,
    clock,
    replayCache: createReplayCache(clock),
    clientKeys,
    startedAt,
  };
  return {
    keys,
    knows: async (credentials: Credentials): Promise<boolean> => {
      const result = await authenticateClient(ports, credentials, issuer);
      if (result.ok) assert.equal(result.value.id, 'radio');
      return result.ok;
    },
  };
}

const hashOf = (secret: string): string => createKeys([makeSecretKey()]).hash(secret);

describe('a client', () => {
  it('that is public only names itself (D51)', async () => {
    const { knows } = await setUp({ authMethod: 'none' });
    assert.equal(await knows({ method: 'none', clientId: 'radio' }), true);
    assert.equal(await knows({ method: 'none', clientId: 'Radio' }), false);
    assert.equal(await knows({ method: 'client_secret_post', clientId: 'radio', secret: 'x' }), false);
  });

  for (const method of ['client_secret_basic', 'client_secret_post'] as const) {
    it(`with ${method} needs its secret, in the way that it registered (D3 D29 B11)`, async () => {
      const { knows } = await setUp({ authMethod: method, secretHash: hashOf('right') });
      const other = method === 'client_secret_basic' ? 'client_secret_post' : 'client_secret_basic';
      assert.equal(await knows({ method, clientId: 'radio', secret: 'right' }), true);
      for (const secret of ['wrong', '', 'right '])
        assert.equal(await knows({ method, clientId: 'radio', secret }), false);
      assert.equal(await knows({ method: other, clientId: 'radio', secret: 'right' }), false);
      assert.equal(await knows({ method: 'none', clientId: 'radio' }), false);
      assert.equal(await knows({ method, clientId: 'nobody', secret: 'right' }), false);
    });
  }

  it('whose secret was never set lets nobody in', async () => {
    const { knows } = await setUp({ authMethod: 'client_secret_post', secretHash: null });
    for (const secret of ['', 'null']) {
      assert.equal(await knows({ method: 'client_secret_post', clientId: 'radio', secret }), false);
    }
  });
});

describe('a client with a key of its own (private_key_jwt, B11)', async () => {
  const pair = await generateKeyPair('ES256', { extractable: true });
  const stranger = await generateKeyPair('ES256');
  const publicKey = { ...(await exportJWK(pair.publicKey)), kid: 'k', alg: 'ES256' };
  const jwks = { keys: [publicKey] };
  let serial = 0;

  const claims = (parts: JWTPayload = {}): JWTPayload => ({
    iss: 'radio',
    sub: 'radio',
    aud: issuer,
    jti: `jti-${(serial += 1)}`,
    exp: seconds + 60,
    ...parts,
  });
  const assertion = (parts: JWTPayload = {}, key = pair.privateKey): Promise<string> =>
    new SignJWT(claims(parts)).setProtectedHeader({ alg: 'ES256', kid: 'k' }).sign(key);
  const by = (text: string, clientId: string | null = null): Credentials => ({
    method: 'private_key_jwt',
    clientId,
    assertion: text,
  });
  const registered = { authMethod: 'private_key_jwt', jwks: JSON.stringify(jwks) } as const;

  it('is known by an assertion, with or without its client_id', async () => {
    const { knows } = await setUp(registered);
    assert.equal(await knows(by(await assertion())), true);
    assert.equal(await knows(by(await assertion(), 'radio')), true);
    assert.equal(await knows(by(await assertion(), 'tv')), false);
  });

  it('makes each assertion for exactly our issuer', async () => {
    const { knows } = await setUp(registered);
    for (const aud of [`${issuer}/oauth/token`, `${issuer}/`, [issuer], [issuer, 'https://other.example'], '']) {
      assert.equal(await knows(by(await assertion({ aud }))), false, JSON.stringify(aud));
    }
  });

  it('makes each assertion for one use and for five minutes at most', async () => {
    const { knows } = await setUp(registered);
    const once = await assertion();
    assert.equal(await knows(by(once)), true);
    assert.equal(await knows(by(once)), false);
    assert.equal(await knows(by(await assertion({ exp: seconds + 300 }))), true);
    assert.equal(await knows(by(await assertion({ exp: seconds + 311 }))), false);
    assert.equal(await knows(by(await assertion({ exp: seconds - 11 }))), false);
    for (const missing of ['exp', 'jti', 'aud', 'iss', 'sub'] as const) {
      assert.equal(await knows(by(await assertion({ [missing]: undefined }))), false, missing);
    }
  });

  it('cannot be played by another key, by no signature, or by its public key as a secret', async () => {
    const { knows } = await setUp(registered);
    assert.equal(await knows(by(await assertion({}, stranger.privateKey))), false);
    assert.equal(await knows(by(new UnsecuredJWT(claims()).encode())), false);
    const secret = new TextEncoder().encode(JSON.stringify(publicKey));
    const confused = await new SignJWT(claims()).setProtectedHeader({ alg: 'HS256', kid: 'k' }).sign(secret);
    assert.equal(await knows(by(confused)), false);
    assert.equal(await knows(by(await assertion({ sub: 'tv' }))), false);
    for (const text of ['', 'x', 'a.b.c']) assert.equal(await knows(by(text)), false);
  });

  it('may keep its keys at a URL; when they cannot be had it is not known, and nothing throws', async () => {
    const asked: string[] = [];
    const from = (set: unknown) => (uri: string) => {
      asked.push(uri);
      return Promise.resolve(set);
    };
    const parts = { authMethod: 'private_key_jwt', jwksUri: 'https://radio.example/jwks' } as const;
    const known = await setUp(parts, from(jwks));
    assert.equal(await known.knows(by(await assertion())), true);
    assert.deepEqual(asked, ['https://radio.example/jwks']);
    for (const set of [null, {}, { keys: 'x' }, { keys: [{ kty: 'oct', k: 'AAAA' }] }, []]) {
      const { knows } = await setUp(parts, from(set));
      assert.equal(await knows(by(await assertion())), false, JSON.stringify(set));
    }
    const unreachable = await setUp(parts);
    assert.equal(await unreachable.knows(by(await assertion())), false);
  });

  it('that keeps its keys at a URL is asked for them only for an assertion that could be one', async () => {
    const asked: string[] = [];
    const parts = { authMethod: 'private_key_jwt', jwksUri: 'https://radio.example/jwks' } as const;
    const { knows } = await setUp(parts, async (uri) => {
      asked.push(uri);
      return jwks;
    });
    const signedAs = (header: JWTHeaderParameters & { alg: string }): string => {
      const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
      return `${part(header)}.${part(claims())}.AAAA`;
    };
    const junk = [
      await assertion({ aud: 'https://other.example' }),
      await assertion({ aud: [issuer] }),
      await assertion({ exp: seconds - 11 }),
      await assertion({ exp: seconds + 311 }),
      await assertion({ nbf: seconds + 11 }),
      await assertion({ jti: '' }),
      await assertion({ jti: 'x'.repeat(257) }),
      await assertion({ iss: 'tv' }),
      await assertion({ padding: 'x'.repeat(8192) }),
      signedAs({ alg: 'none' }),
      signedAs({ alg: 'HS256' }),
      signedAs({ alg: 'RS512' }),
    ];
    for (const missing of ['jti', 'exp', 'aud', 'iss', 'sub'] as const) {
      junk.push(await assertion({ [missing]: undefined }));
    }
    for (const text of junk) assert.equal(await knows(by(text)), false);
    assert.equal(await knows(by(await assertion(), 'tv')), false);
    assert.deepEqual(asked, []);
    for (let count = 0; count < 150; count += 1) {
      assert.equal(await knows(by(await assertion({}, stranger.privateKey))), false);
    }
    assert.equal(asked.length, 1, 'once for all that look right');
    assert.equal(await knows(by(await assertion())), true, 'its own is let in meanwhile');
    assert.equal(asked.length, 1);
  });
});
