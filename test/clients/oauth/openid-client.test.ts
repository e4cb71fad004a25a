// openid-client 6.8.9 from npm, unmodified; `allowInsecureRequests` is its own switch for http.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Peer, PeerError } from '../peer.ts';
import { api } from '../../harness/clients.ts';
import { startClocked, type Clocked } from './clocked.ts';

interface Session {
  readonly device_code: string;
  readonly user_code: string;
  readonly verification_uri: string;
  readonly verification_uri_complete: string;
  readonly expires_in: number;
  readonly interval: number;
}

interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly token_type: string;
  readonly expires_in: number;
  readonly scope: string;
}

interface Checked {
  readonly header: { readonly typ: string; readonly alg: string };
  readonly claims: Readonly<Record<string, unknown>>;
}

const failed =
  (code: string) =>
  (error: PeerError): boolean =>
    error['error'] === code;

describe('openid-client 6.8.9', () => {
  let clocked: Clocked;
  let client: Peer;

  before(async () => {
    clocked = await startClocked('openid-client');
    await clocked.register({ id: 'tv' });
    await clocked.register({ id: 'es256', signingAlgorithm: 'ES256' });
    const secretHash = clocked.harness.ports.keys.hash('open sesame');
    await clocked.register({ id: 'box', authMethod: 'client_secret_basic', secretHash, accessTokens: 'opaque' });
  });
  beforeEach(() => {
    client = clocked.peer('openid-client');
    clocked.meanwhile();
  });
  after(() => clocked.close());

  /** From the discovery to the answer, with Ada's yes while the device waits for the first time. */
  async function signIn(id: string, options: { readonly secret?: string } = {}): Promise<Tokens> {
    await client.ask('discover', clocked.issuer, id, options);
    const { user_code: code } = await client.ask<Session>('start', { scope: 'watch' });
    clocked.meanwhile(() => clocked.approve(code));
    return client.ask<Tokens>('poll');
  }

  for (const algorithm of ['oidc', 'oauth2']) {
    it(`discovery: ${algorithm} metadata names every endpoint (D42 B12)`, async () => {
      const metadata = await client.ask<Record<string, string>>('discover', clocked.issuer, 'tv', { algorithm });
      assert.equal(metadata['issuer'], clocked.issuer);
      const names = ['device_authorization', 'token', 'revocation', 'introspection'].map((name) => `${name}_endpoint`);
      for (const name of [...names, 'jwks_uri']) assert.ok(metadata[name]?.startsWith(`${clocked.issuer}/`), name);
    });
  }

  it('device authorization, authorization_pending twice, approve, tokens; at+jwt by jose from the JWKS', async () => {
    await client.ask('discover', clocked.issuer, 'tv');
    const session = await client.ask<Session>('start', { scope: 'watch record' });
    assert.match(session.user_code, /^[B-Z]{4}-[B-Z]{4}$/);
    assert.equal(session.verification_uri, `${clocked.issuer}/link`);
    const nothing = (): void => {};
    clocked.meanwhile(nothing, nothing, () => clocked.approve(session.user_code, ['watch']));
    const tokens = await client.ask<Tokens>('poll');
    assert.deepEqual(clocked.waits, [5, 5, 5]);
    assert.equal(tokens.token_type, 'bearer');
    assert.equal(tokens.scope, 'watch', 'Ada left one of the two scopes');
    const { header, claims } = await client.ask<Checked>('checkToken', tokens.access_token, api);
    assert.deepEqual([header.typ, header.alg], ['at+jwt', 'EdDSA']);
    assert.deepEqual([claims['client_id'], claims['scope']], ['tv', 'watch']);
    await assert.rejects(client.ask('checkToken', tokens.access_token, 'https://other.example'), { claim: 'aud' });
  });

  it('slow_down: a timer that fires early makes it wait ten seconds from then on, and it still gets its tokens', async () => {
    await client.ask('discover', clocked.issuer, 'tv');
    const { user_code: code } = await client.ask<Session>('start', {});
    const nothing = (): void => {};
    clocked.meanwhile(
      nothing, // authorization_pending
      () => 3, // the device's timer ran fast: slow_down
      nothing, // it waits in steps of five
      nothing, // authorization_pending
      nothing,
      () => clocked.approve(code),
    );
    await client.ask('poll');
    assert.deepEqual(clocked.waits, [5, 5, 5, 5, 5, 5]);
  });

  it('at+jwt by jose from the JWKS: ES256 for the client that is registered so', async () => {
    const { access_token: token } = await signIn('es256');
    assert.equal((await client.ask<Checked>('checkToken', token, api)).header.alg, 'ES256');
  });

  it('refresh: another pair; the used one again within ten seconds gives the same successor, later kills the line (B23)', async () => {
    const first = await signIn('tv');
    const second = await client.ask<Tokens>('refresh', first.refresh_token);
    assert.notEqual(second.refresh_token, first.refresh_token);
    assert.equal((await client.ask<Tokens>('refresh', first.refresh_token)).refresh_token, second.refresh_token);
    clocked.pass(11);
    await assert.rejects(client.ask('refresh', first.refresh_token), failed('invalid_grant'));
    await assert.rejects(client.ask('refresh', second.refresh_token), failed('invalid_grant'));
  });

  it('refresh: fewer scopes than granted, never more (B22)', async () => {
    const { refresh_token: token } = await signIn('tv');
    await assert.rejects(client.ask('refresh', token, { scope: 'watch record' }), failed('invalid_scope'));
    assert.equal((await client.ask<Tokens>('refresh', token, { scope: 'watch' })).scope, 'watch');
  });

  it('revoke: the refresh token ends the device', async () => {
    const { refresh_token: token } = await signIn('tv');
    await client.ask('revoke', token);
    await assert.rejects(client.ask('refresh', token), failed('invalid_grant'));
  });

  it('revoke: a pending device_code ends the wait as access_denied (X17)', async () => {
    await client.ask('discover', clocked.issuer, 'tv');
    const { device_code: code } = await client.ask<Session>('start', {});
    await client.ask('revoke', code);
    await assert.rejects(client.ask('poll'), failed('access_denied'));
  });

  it('introspect: a confidential client (client_secret_basic) about its opaque token, live and revoked', async () => {
    const { access_token: token } = await signIn('box', { secret: 'open sesame' });
    assert.match(token, /^lpa_/);
    const live = await client.ask<Record<string, unknown>>('introspect', token);
    assert.equal(live['active'], true);
    assert.deepEqual([live['client_id'], live['scope'], live['aud']], ['box', 'watch', api]);
    await client.ask('revoke', token);
    assert.deepEqual(await client.ask('introspect', token), { active: false });
  });

  it('invalid_client: a wrong secret (D14)', async () => {
    await client.ask('discover', clocked.issuer, 'box', { secret: 'open poppy' });
    await assert.rejects(client.ask('start', {}), { code: 'OAUTH_WWW_AUTHENTICATE_CHALLENGE' });
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
    clocked.meanwhile(
      () => {},
      () => life,
    );
    await assert.rejects(client.ask('poll'), failed('expired_token'));
  });

  it('DPoP: a code asked for with dpop_jkt is redeemed and refreshed with the key alone, and the token names it', async () => {
    await client.ask('discover', clocked.issuer, 'tv');
    const jkt = await client.ask<string>('takeKey');
    const { user_code: code } = await client.ask<Session>('start', { dpop_jkt: jkt });
    clocked.meanwhile(() => clocked.approve(code));
    const tokens = await client.ask<Tokens>('poll');
    assert.equal(tokens.token_type, 'dpop');
    const { claims } = await client.ask<Checked>('checkToken', tokens.access_token, api);
    assert.deepEqual(claims['cnf'], { jkt });
    const again = await client.ask<Tokens>('refresh', tokens.refresh_token);
    assert.equal(again.refresh_token, tokens.refresh_token, 'bound to a key, it need not rotate');
    await client.ask('putKeyAside');
    await assert.rejects(client.ask('refresh', tokens.refresh_token), failed('invalid_dpop_proof'));
  });

  it('DPoP: polled without the key, or with another: invalid_dpop_proof, and nothing is lost', async () => {
    await client.ask('discover', clocked.issuer, 'tv');
    const jkt = await client.ask<string>('takeKey');
    const session = await client.ask<Session>('start', { dpop_jkt: jkt });
    await clocked.approve(session.user_code);
    await client.ask('putKeyAside');
    await assert.rejects(client.ask('poll'), failed('invalid_dpop_proof'));
    await client.ask('takeKey');
    await assert.rejects(client.ask('poll'), failed('invalid_dpop_proof'));
    await client.ask('takeKeyBack');
    assert.equal((await client.ask<Tokens>('poll')).token_type, 'dpop');
  });
});
