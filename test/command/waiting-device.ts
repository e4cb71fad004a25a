// Devices that ask a service for a code and poll with it, by plain requests, at whichever service they are told.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

/** A device that has a code. */
export interface WaitingDevice {
  readonly code: string;
  /** Polls once. @returns its token, or null while nobody has answered */
  poll(url: string): Promise<string | null>;
  /** Whether a service takes for good what this device got: its token, or in OAuth its refresh token, which it renews. */
  isSignedIn(url: string): Promise<boolean>;
}

const jsonOf = async (response: Response): Promise<Record<string, unknown>> =>
  (await response.json()) as Record<string, unknown>;

/** Asks for a code as apps do at plex.tv. */
async function plex(url: string): Promise<WaitingDevice> {
  const headers = { accept: 'application/json', 'x-plex-client-identifier': randomUUID(), 'x-plex-product': 'A TV' };
  const { id, code } = await jsonOf(await fetch(`${url}/api/v2/pins`, { method: 'POST', headers }));
  assert.equal(typeof code, 'string');
  let token = '';
  return {
    code: String(code),
    async poll(at) {
      const answer = await fetch(`${at}/api/v2/pins/${String(id)}`, { headers });
      assert.equal(answer.status, 200);
      const { authToken } = await jsonOf(answer);
      if (authToken === null) return null;
      assert.ok(typeof authToken === 'string');
      return (token = authToken);
    },
    async isSignedIn(at) {
      return (await fetch(`${at}/api/v2/user`, { headers: { ...headers, 'x-plex-token': token } })).status === 200;
    },
  };
}

/** Asks for a code as RFC 8628 says it. */
async function oauth(url: string, clientId = 'tv'): Promise<WaitingDevice> {
  const post = (at: string, path: string, form: Readonly<Record<string, string>>): Promise<Response> =>
    fetch(`${at}${path}`, { method: 'POST', body: new URLSearchParams({ client_id: clientId, ...form }) });
  const asked = await jsonOf(await post(url, '/oauth/device_authorization', {}));
  assert.equal(typeof asked['user_code'], 'string', JSON.stringify(asked));
  let refreshToken = '';
  return {
    code: String(asked['user_code']),
    async poll(at) {
      const answer = await jsonOf(
        await post(at, '/oauth/token', {
          grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
          device_code: String(asked['device_code']),
        }),
      );
      if (typeof answer['access_token'] === 'string') {
        refreshToken = String(answer['refresh_token']);
        return answer['access_token'];
      }
      assert.match(String(answer['error']), /^(authorization_pending|slow_down)$/);
      return null;
    },
    async isSignedIn(at) {
      const form = { grant_type: 'refresh_token', refresh_token: refreshToken };
      const answer = await jsonOf(await post(at, '/oauth/token', form));
      refreshToken = String(answer['refresh_token']);
      return typeof answer['access_token'] === 'string';
    },
  };
}

/** What asks for a code, by protocol. */
export const waitingDevices: Readonly<Record<'plex' | 'oauth', (url: string) => Promise<WaitingDevice>>> = {
  plex,
  oauth: (url) => oauth(url),
};
