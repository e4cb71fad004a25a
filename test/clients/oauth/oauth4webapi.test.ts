// oauth4webapi 3.8.8 from npm, unmodified; `allowInsecureRequests` is its own switch for http. Its loop is its user's.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Peer, PeerError } from '../peer.ts';
import { api } from '../../harness/clients.ts';
import { startClocked, type Clocked } from './clocked.ts';

interface Session {
  readonly device_code: string;
  readonly user_code: string;
  readonly expires_in: number;
}

interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly token_type: string;
}

type DeviceInfo = Readonly<Record<string, unknown>>;

const failed =
  (code: string) =>
  (error: PeerError): boolean =>
    error['error'] === code;

describe('oauth4webapi 3.8.8', () => {
  let clocked: Clocked;
  let client: Peer;
  const keyPair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const keyed = { privateKey: keyPair.privateKey.export({ format: 'jwk' }), kid: 'k1' };

  before(async () => {
    clocked = await startClocked('oauth4webapi');
    await clocked.register({ id: 'tv' });
    const secretHash = clocked.harness.ports.keys.hash('open sesame');
    await clocked.register({ id: 'box', authMethod: 'client_secret_post', secretHash, accessTokens: 'opaque' });
    const jwks = JSON.stringify({
      keys: [{ ...keyPair.publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'ES256' }],
    });
    await clocked.register({ id: 'keyed', authMethod: 'private_key_jwt', jwks });
  });
  beforeEach(() => {
    client = clocked.peer('oauth4webapi');
    clocked.meanwhile();
  });
  after(() => clocked.close());

  async function signIn(id: string, options: object = {}, parameters: object = {}): Promise<Tokens> {
    await client.ask('discover', clocked.issuer, id, options);
    const { user_code: code } = await client.ask<Session>('start', { scope: 'watch', ...parameters });
    clocked.meanwhile(() => clocked.approve(code));
    return client.ask<Tokens>('poll');
  }

  for (const algorithm of ['oauth2', 'oidc']) {
    it(`discovery: ${algorithm} metadata (D42 B12)`, async () => {
      const metadata = await client.ask<DeviceInfo>('discover', clocked.issuer, 'tv', { algorithm });
      assert.equal(metadata['issuer'], clocked.issuer);
    });
  }

  it('device authorization, authorization_pending, slow_down, approve, tokens', async () => {
    await client.ask('discover', clocked.issuer, 'tv');
    const { user_code: code } = await client.ask<Session>('start', { scope: 'watch' });
    clocked.meanwhile(
      () => {}, // authorization_pending
      () => 3, // the device's timer ran fast: slow_down
      () => {}, // authorization_pending
      () => clocked.approve(code),
    );
    const tokens = await client.ask<Tokens>('poll');
    assert.deepEqual(clocked.waits, [5, 5, 10, 10]);
    assert.equal(tokens.token_type, 'bearer');
  });

  it('at+jwt: its own check for APIs (RFC 9068, JWKS) takes the token for our audience and for no other', async () => {
    const { access_token: token } = await signIn('tv');
    const deviceInfo = await client.ask<DeviceInfo>('callApi', token, api);
    assert.deepEqual(
      [deviceInfo['iss'], deviceInfo['client_id'], deviceInfo['scope']],
      [clocked.issuer, 'tv', 'watch'],
    );
    await assert.rejects(client.ask('callApi', token, 'https://other.example'), /aud/);
  });

  it('refresh, then revoke: the refresh token is dead', async () => {
    const first = await signIn('tv');
    const second = await client.ask<Tokens>('refresh', first.refresh_token);
    assert.notEqual(second.refresh_token, first.refresh_token);
    await client.ask('revoke', second.refresh_token);
    await assert.rejects(client.ask('refresh', second.refresh_token), failed('invalid_grant'));
  });

  it('introspect: a confidential client (client_secret_post) about its opaque token, live and revoked', async () => {
    const { access_token: token } = await signIn('box', { secret: 'open sesame' });
    assert.equal((await client.ask<DeviceInfo>('introspect', token))['active'], true);
    await client.ask('revoke', token);
    assert.deepEqual(await client.ask('introspect', token), { active: false });
  });

  it('private_key_jwt: start, poll, refresh, introspect and revoke, each with an assertion of its own', async () => {
    const { access_token: token, refresh_token: refreshToken } = await signIn('keyed', keyed);
    const live = await client.ask<DeviceInfo>('introspect', token);
    assert.deepEqual([live['active'], live['client_id']], [true, 'keyed']);
    const { refresh_token: next } = await client.ask<Tokens>('refresh', refreshToken);
    await client.ask('revoke', next);
    assert.deepEqual(await client.ask('introspect', token), { active: false }, 'its device is gone');
  });

  it('private_key_jwt: a key that is not registered is refused (D14)', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    await client.ask('discover', clocked.issuer, 'keyed', {
      privateKey: privateKey.export({ format: 'jwk' }),
      kid: 'k1',
    });
    await assert.rejects(client.ask('start', {}), { code: 'OAUTH_WWW_AUTHENTICATE_CHALLENGE' });
  });

  it('DPoP (Ed25519): redeem, refresh, and its own check for APIs takes token and proof', async () => {
    await client.ask('discover', clocked.issuer, 'tv');
    const jkt = await client.ask<string>('takeKey');
    const tokens = await signIn('tv', {}, { dpop_jkt: jkt });
    assert.equal(tokens.token_type, 'dpop');
    const again = await client.ask<Tokens>('refresh', tokens.refresh_token);
    assert.deepEqual((await client.ask<DeviceInfo>('callApi', again.access_token, api))['cnf'], { jkt });
  });

  it('deny: access_denied (D35)', async () => {
    await client.ask('discover', clocked.issuer, 'tv');
    const { user_code: code } = await client.ask<Session>('start', {});
    clocked.meanwhile(() => clocked.deny(code));
    await assert.rejects(client.ask('poll'), failed('access_denied'));
  });

  it('expiry: expired_token (D36)', async () => {
    await client.ask('discover', clocked.issuer, 'tv');
    const { expires_in: life } = await client.ask<Session>('start', {});
    clocked.meanwhile(() => life);
    await assert.rejects(client.ask('poll'), failed('expired_token'));
  });
});
