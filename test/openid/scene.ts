// A service with a client that may know who its people are, and Ada at its pages.
import assert from 'node:assert/strict';
import { createRemoteJWKSet, customFetch, jwtVerify, type JWTPayload } from 'jose';
import type { OAuthClient } from '../../packages/server/src/service/ports/oauth-clients.ts';
import { registerClient } from '../harness/clients.ts';
import { movableClock } from '../harness/clock.ts';
import { password } from '../harness/people.ts';
import { Person } from '../harness/person.ts';
import { createHarness } from '../harness/service.ts';
import { ask } from '../plex/asking.ts';
import { poll, post } from '../oauth/asking.ts';

/** What the service is called. */
export const issuer = 'http://127.0.0.1:4747';

/** A token response. */
export interface OpenIdTokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly token_type: string;
  readonly scope: string;
  readonly id_token?: string;
}

/** A service with a client that may know who its people are, and Ada's browser, signed in. */
export async function openIdScene(client: Partial<OAuthClient> = {}) {
  const harness = createHarness('openid', { clock: movableClock(Date.UTC(2026, 11, 1)) });
  await harness.person('ada');
  await registerClient(harness, 'tv', { scopes: ['openid', 'profile', 'email', 'watch'], audiences: [], ...client });
  const ada = new Person(issuer, undefined, async (request) => harness.service.fetch(request));
  await ada.signIn('ada', password);
  const keySet = createRemoteJWKSet(new URL(`${issuer}/oauth/jwks`), {
    [customFetch]: async (url: string) => harness.service.fetch(new Request(url)),
  });
  return {
    harness,
    ada,
    begin: async (asked: Readonly<Record<string, string>>) => {
      const answer = await post(harness, '/oauth/device_authorization', { client_id: 'tv', ...asked });
      assert.equal(answer.status, 200, answer.text);
      return answer.json as { readonly device_code: string; readonly user_code: string };
    },
    collect: async (deviceCode: string, clientId = 'tv'): Promise<OpenIdTokens> => {
      const answer = await poll(harness, clientId, deviceCode);
      assert.equal(answer.status, 200, answer.text);
      return answer.json as OpenIdTokens;
    },
    refresh: async (token: string, scope?: string): Promise<OpenIdTokens> => {
      const more = scope === undefined ? {} : { scope };
      const sent = { grant_type: 'refresh_token', refresh_token: token, client_id: 'tv', ...more };
      return (await post(harness, '/oauth/token', sent)).json as OpenIdTokens;
    },
    verify: async (token: string | undefined): Promise<JWTPayload> => {
      const options = { issuer, audience: 'tv', typ: 'JWT', currentDate: new Date(harness.clock.now()) };
      return (await jwtVerify(token ?? assert.fail('no ID token'), keySet, options)).payload;
    },
    userInfo: (authorization: string) => ask(harness, 'GET', '/oauth/userinfo', { headers: { authorization } }),
  };
}
