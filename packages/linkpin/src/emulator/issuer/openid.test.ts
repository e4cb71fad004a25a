// The issuers that say who somebody is, to a client that checks everything.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from 'jose';
import { emulator, type Emulator } from '../emulator.ts';
import type { ProfileName } from './profiles.ts';

const grant = 'urn:ietf:params:oauth:grant-type:device_code';

interface Metadata {
  readonly issuer: string;
  readonly device_authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly userinfo_endpoint: string;
  readonly jwks_uri: string;
}

type Tokens = Readonly<Record<'access_token' | 'refresh_token' | 'scope' | 'id_token', string | undefined>>;

const read = async <Of>(url: string, init: RequestInit = {}): Promise<Of> =>
  (await (await fetch(url, init)).json()) as Of;

const post = <Of>(url: string, fields: Record<string, string>): Promise<Of> =>
  read(url, { method: 'POST', headers: { accept: 'application/json' }, body: new URLSearchParams(fields) });

const metadataOf = ({ url }: Emulator): Promise<Metadata> => read(`${url}/.well-known/openid-configuration`);

const client = { client_id: 'tv', client_secret: 's' };

async function signIn(
  issuer: Emulator,
  { device_authorization_endpoint: device, token_endpoint: token }: Metadata,
  asked: Record<string, string>,
): Promise<Tokens> {
  const { device_code: code } = await post<{ device_code: string }>(device, { ...client, ...asked });
  await issuer.approve(await issuer.nextPin(), { as: 'grace' });
  return post(token, { ...client, device_code: code, grant_type: grant });
}

for (const profile of ['oauth', 'google'] as const satisfies readonly ProfileName[]) {
  describe(`OpenID Connect with the profile ${profile}`, () => {
    it('gives an ID token that its key set verifies, and tells the rest at UserInfo', async () => {
      await using issuer = await emulator({ profile, people: ['ada', 'grace'] });
      const metadata = await metadataOf(issuer);
      assert.equal(metadata.issuer, issuer.url);
      const scope = 'openid email profile';
      const tokens = await signIn(issuer, metadata, { scope, nonce: 'n-1' });
      assert.equal(tokens.scope, scope);
      const keys = createLocalJWKSet(await read<JSONWebKeySet>(metadata.jwks_uri));
      const check = { issuer: issuer.url, audience: 'tv', requiredClaims: ['sub', 'exp', 'at_hash'] };
      const { payload } = await jwtVerify(tokens.id_token ?? '', keys, check);
      assert.equal(payload['nonce'], 'n-1');
      const authorization = `Bearer ${tokens.access_token}`;
      for (const method of ['GET', 'POST']) {
        const person = await read(metadata.userinfo_endpoint, { method, headers: { authorization } });
        assert.deepEqual(person, {
          sub: payload.sub,
          preferred_username: 'grace',
          email: 'grace@example.com',
          email_verified: true,
        });
      }
      const byForm = await post<{ sub: string }>(metadata.userinfo_endpoint, {
        access_token: tokens.access_token ?? '',
      });
      assert.equal(byForm.sub, payload.sub);

      const renewing = { ...client, grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '' };
      const renewed = await post<Tokens>(metadata.token_endpoint, renewing);
      assert.equal((await jwtVerify(renewed.id_token ?? '', keys, check)).payload.sub, payload.sub);
    });

    it('gives none to who does not ask for one, and tells who has no token nothing', async () => {
      await using issuer = await emulator({ profile, people: ['ada', 'grace'] });
      const metadata = await metadataOf(issuer);
      const tokens = await signIn(issuer, metadata, { scope: 'email' });
      assert.equal(tokens.id_token, undefined);
      for (const [token, status] of [
        [tokens.access_token, 403],
        ['none', 401],
      ] as const) {
        const headers = { authorization: `Bearer ${token}` };
        assert.equal((await fetch(metadata.userinfo_endpoint, { headers })).status, status);
      }
    });

    it('has the same key set after a reset, because programs remember it', async () => {
      await using issuer = await emulator({ profile, people: ['ada', 'grace'] });
      const metadata = await metadataOf(issuer);
      const keys = await read<JSONWebKeySet>(metadata.jwks_uri);
      await issuer.reset();
      const { id_token: token } = await signIn(issuer, metadata, { scope: 'openid' });
      await jwtVerify(token ?? '', createLocalJWKSet(keys), { issuer: issuer.url });
      await using another = await emulator({ profile });
      const others = await read<JSONWebKeySet>((await metadataOf(another)).jwks_uri);
      const { kid } = decodeProtectedHeader(token ?? '');
      assert.ok(!others.keys.some((key) => key.kid === kid), 'which is that of no other emulator');
    });
  });
}

describe('the profile github', () => {
  it('is no OpenID issuer: the scope openid is none of its scopes', async () => {
    await using issuer = await emulator({ profile: 'github', people: ['ada', 'grace'] });
    const [device, token] = ['/login/device/code', '/login/oauth/access_token'].map((path) => issuer.url + path);
    const endpoints = { device_authorization_endpoint: device ?? '', token_endpoint: token ?? '' };
    const tokens = await signIn(issuer, endpoints as Metadata, { scope: 'openid,repo' });
    assert.deepEqual([tokens.scope, tokens.id_token], ['repo', undefined]);
    assert.equal((await fetch(`${issuer.url}/.well-known/openid-configuration`)).status, 501);
  });
});
