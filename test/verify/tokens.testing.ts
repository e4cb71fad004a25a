// Tokens from a real service for the tests of what APIs do with them.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { approvePin } from '../../packages/server/src/service/pins/approve-pin.ts';
import { openCode } from '../../packages/server/src/service/pins/open-code.ts';
import type { OAuthClient } from '../../packages/server/src/service/ports/oauth-clients.ts';
import { registerClient } from '../harness/clients.ts';
import type { Harness } from '../harness/service.ts';

/** The client that the API asks as. */
export const introspection = { clientId: 'films api', clientSecret: 'open: sesame 100%' };

export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

/** Registers a client with JWTs, one with opaque tokens, one for another API, and the API itself. */
export async function registerClients(harness: Harness): Promise<void> {
  const secretHash = harness.ports.keys.hash(introspection.clientSecret);
  const known: Readonly<Record<string, Partial<OAuthClient>>> = {
    'jwt tv': {},
    'opaque tv': { accessTokens: 'opaque' },
    'es256 tv': { signingAlgorithm: 'ES256' },
    'other tv': { audiences: ['https://other.example'] },
    'other opaque tv': { audiences: ['https://other.example'], accessTokens: 'opaque' },
    [introspection.clientId]: { authMethod: 'client_secret_basic', secretHash },
  };
  for (const [id, changes] of Object.entries(known)) {
    await registerClient(harness, id, { name: id, accessTokens: 'jwt', ...changes });
  }
}

/** Asks for a code, has Ada approve it, and redeems it. */
export async function signIn(
  harness: Harness,
  issuer: string,
  id: string,
  { scope = 'watch', key }: { readonly scope?: string; readonly key?: Key } = {},
): Promise<Tokens> {
  const post = async (path: string, form: Record<string, string>): Promise<Record<string, string>> => {
    const url = `${issuer}/oauth/${path}`;
    const headers = key === undefined ? {} : { dpop: await key.prove('POST', url) };
    const body = new URLSearchParams({ client_id: id, ...form });
    const answer = await harness.service.fetch(new Request(url, { method: 'POST', headers, body }), {
      peer: '127.0.0.1',
    });
    return (await answer.json()) as Record<string, string>;
  };
  const { user_code: code = '', device_code: deviceCode = '' } = await post('device_authorization', { scope });
  const ada = await harness.person('ada');
  const opened = await openCode(harness.ports, code, ada.id);
  assert.ok(opened.ok);
  const yes = { account: ada, address: '127.0.0.1', place: null, mayApprove: false, approvedBy: null };
  assert.ok((await approvePin(harness.ports, { pin: opened.value.id, ...yes })).ok);
  const grantType = 'urn:ietf:params:oauth:grant-type:device_code';
  const tokens = await post('token', { grant_type: grantType, device_code: deviceCode });
  assert.ok(tokens['access_token'], JSON.stringify(tokens));
  return tokens as unknown as Tokens;
}

/** Takes a token back as its client does. */
export async function revoke(harness: Harness, issuer: string, id: string, token: string): Promise<void> {
  const body = new URLSearchParams({ client_id: id, token });
  const request = new Request(`${issuer}/oauth/revoke`, { method: 'POST', body });
  assert.equal((await harness.service.fetch(request, { peer: '127.0.0.1' })).status, 200);
}

/** A device key. */
export interface Key {
  /** A fresh proof (RFC 9449 §4.2), for a token when one is given. */
  prove(method: string, url: string, token?: string): Promise<string>;
}

export async function makeKey(now: () => number): Promise<Key> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwk = await exportJWK(publicKey);
  return {
    prove: (method, url, token) => {
      const ath = token === undefined ? {} : { ath: createHash('sha256').update(token).digest('base64url') };
      return new SignJWT({ htm: method, htu: url, jti: crypto.randomUUID(), ...ath })
        .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk })
        .setIssuedAt(Math.floor(now() / 1000))
        .sign(privateKey);
    },
  };
}
