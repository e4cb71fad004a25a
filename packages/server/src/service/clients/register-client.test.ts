import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { testDependencies, type TestOptions } from '../../../../../test/harness/dependencies.ts';
import { accepted, refused } from '../../domain/result.ts';
import { registerClient, type RegisterClientPorts } from './register-client.ts';
import type { ClientMetadata } from './self-described.ts';

const address = '203.0.113.9';

const metadata: ClientMetadata = {
  name: 'Radio',
  authMethod: 'none',
  scopes: null,
  grants: ['device_code'],
  refreshes: true,
  redirectUris: [],
  subjectType: 'public',
  idTokenAlgorithm: 'RS256',
  jwks: null,
  jwksUri: null,
};

/** A service where anybody may register a client for two scopes and one resource. */
function begin(settings: TestOptions['settings'] = {}, parts: Partial<RegisterClientPorts> = {}) {
  const dependencies = testDependencies({
    settings: {
      clientRegistration: 'open',
      registrationScopes: ['listen', 'read'],
      registrationAudiences: ['https://music.example'],
      ...settings,
    },
  });
  const ports = { ...dependencies.ports, ...parts };
  const register = (more: Partial<ClientMetadata> = {}, token: string | null = null) =>
    registerClient(ports, { address, token, metadata: accepted({ ...metadata, ...more }) });
  const kindOf = async (...given: Parameters<typeof register>) => {
    const result = await register(...given);
    if (result.ok) return 'ok';
    return result.refusal.kind === 'unacceptable' ? result.refusal.what : result.refusal.kind;
  };
  return { ...dependencies, ports, register, kindOf };
}

describe('a client that registers itself', () => {
  it('is unverified, and may have what the operator allows', async () => {
    const { register, store, clock } = begin();
    const made = await register();
    assert.ok(made.ok);
    const { client, secret } = made.value;
    assert.deepEqual(client.grants, ['device_code']);
    assert.equal(secret, null);
    assert.deepEqual(
      [client.name, client.isVerified, client.scopes, client.audiences, client.refreshTokenLife, client.createdAt],
      ['Radio', false, ['listen', 'read'], ['https://music.example'], null, clock.now()],
    );
    assert.deepEqual(await store.oauthClients.byId(client.id), client);
  });

  it('gets a name that can be shown, the scopes that it wants, and a secret if it wants one', async () => {
    const { register } = begin();
    const made = await register({ name: null, scopes: ['read'], authMethod: 'client_secret_basic' });
    assert.ok(made.ok && made.value.secret !== null);
    assert.deepEqual([made.value.client.name, made.value.client.scopes], ['Unnamed app', ['read']]);
    const hidden = await register({ name: '\u202E' });
    assert.equal(hidden.ok && hidden.value.client.name, 'Unnamed app');
  });

  it('gets no refresh tokens unless it asks for that grant', async () => {
    const { register } = begin();
    const made = await register({ refreshes: false });
    assert.equal(made.ok && made.value.client.refreshTokenLife, 0);
  });

  it('is led back to where it says, in the grants that it asks for', async () => {
    const { register } = begin();
    const redirectUris = ['http://127.0.0.1/callback'];
    const made = await register({ grants: ['authorization_code'], redirectUris });
    assert.ok(made.ok);
    assert.deepEqual(
      [made.value.client.grants, made.value.client.redirectUris],
      [['authorization_code'], redirectUris],
    );
  });

  it('knows people by the names, and gets ID tokens of the algorithm, that it asks for', async () => {
    const { register, kindOf } = begin();
    const asked = { subjectType: 'pairwise', idTokenAlgorithm: 'ES256' } as const;
    const made = await register(asked);
    assert.ok(made.ok);
    assert.deepEqual([made.value.client.subjectType, made.value.client.idTokenAlgorithm], ['pairwise', 'ES256']);
    const redirectUris = ['https://app.example/callback', 'https://other.example/callback'];
    assert.equal(await kindOf({ ...asked, grants: ['authorization_code'], redirectUris }), 'sector');
    assert.equal(await kindOf({ grants: ['authorization_code'], redirectUris }), 'ok');
  });

  for (const uri of [
    'http://app.example/callback',
    'https://app.example/callback#part',
    'https://user@app.example/callback',
    'javascript:alert(1)',
    'app:/callback',
    '/callback',
    '',
  ]) {
    it(`is never led back to ${JSON.stringify(uri)}`, async () => {
      const redirectUris = ['https://app.example/callback', uri];
      assert.equal(await begin().kindOf({ grants: ['authorization_code'], redirectUris }), 'redirect-uri');
    });
  }

  it('gets no scope that is not allowed, openid among them, and no keys that are none', async () => {
    const { kindOf } = begin();
    assert.equal(await kindOf({ scopes: ['read', 'admin'] }), 'scope');
    assert.equal(await kindOf({ scopes: ['openid'] }), 'scope');
    assert.equal(await kindOf({ authMethod: 'private_key_jwt', jwks: { keys: [] } }), 'jwks');
    assert.equal(await kindOf({ authMethod: 'private_key_jwt', jwksUri: 'http://music.example/keys' }), 'jwks-uri');
    const key = { kty: 'OKP', crv: 'Ed25519', x: 'x' };
    assert.equal(await kindOf({ authMethod: 'private_key_jwt', jwks: { keys: [key] } }), 'ok');
    assert.equal(await kindOf({ authMethod: 'private_key_jwt', jwksUri: 'https://music.example/keys' }), 'ok');
  });

  it('is told what is wrong with its metadata, if it may register at all', async () => {
    const wrong = { address, token: null, metadata: refused('no JSON' as const) };
    assert.deepEqual(await registerClient(begin().ports, wrong), refused({ kind: 'malformed', fault: 'no JSON' }));
    const closed = begin({ clientRegistration: 'off' });
    assert.deepEqual(await registerClient(closed.ports, wrong), refused({ kind: 'closed' }));
  });

  it('needs a token of the operator where one is wanted', async () => {
    const { ports } = begin();
    const tokenHashes = [ports.keys.hash('the token')];
    const { kindOf } = begin({ clientRegistration: 'token', registrationTokens: tokenHashes });
    assert.equal(await kindOf({}, null), 'no-token');
    assert.equal(await kindOf({}, 'another'), 'wrong-token');
    assert.equal(await kindOf({}, 'the token'), 'ok');
  });

  it('is registered within the limit of its network, whatever token it has', async () => {
    const { kindOf } = begin({ issuesPerMinute: 1 });
    assert.equal(await kindOf(), 'ok');
    assert.equal(await kindOf(), 'over-budget');
  });

  it('is told to come again after an hour while there is no room, and never takes the place of another', async () => {
    const bounds: unknown[] = [];
    const answering = (registered: 'full' | 'taken') => ({
      addUnverified: async (_: unknown, given: unknown) => {
        bounds.push(given);
        return registered;
      },
    });
    const full = begin({}, { oauthClients: answering('full') });
    assert.deepEqual(await full.register(), refused({ kind: 'busy', retryAfter: 3600 }));
    assert.deepEqual(bounds, [{ most: 5000, unusedSince: full.clock.now() - 3_600_000 }]);
    await assert.rejects(begin({}, { oauthClients: answering('taken') }).register(), /identifier was taken/);
  });
});
