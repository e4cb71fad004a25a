// Honest devices: they request a code, show it, poll, and use their token.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Reply, Send } from './wire.ts';

/** The longest that a device waits when it is told to retry later, in seconds. */
const patience = 10;

export const deviceCodeGrant = 'urn:ietf:params:oauth:grant-type:device_code';

/** What the devices of honest people call themselves, and no other's. */
export const honestProduct = 'Honest TV';

/** Why somebody honest was not served. */
export class NotServed extends Error {}

/** A device that shows a code. */
export interface Device {
  /** How its person gets there: by typing, or by the app's own link. */
  readonly by: 'typing' | 'link';
  readonly code: string;
  readonly clientId: string;
  /** plex's id, or the device code. */
  readonly publicId: string;
  /** One poll. The token when there is one; `pending` while there is none. */
  poll(): Promise<string>;
  /** Whether the token opens what it is for. */
  works(token: string): Promise<boolean>;
}

/** Retries later when it is told to. */
async function patiently(what: string, ask: () => Promise<Reply>): Promise<Reply> {
  for (let waited = 0; ;) {
    const reply = await ask();
    if (reply.status !== 429 && reply.status !== 503) return reply;
    const seconds = Number(reply.headers['retry-after'] ?? 1);
    if (waited + seconds > patience) throw new NotServed(`${what}: ${reply.status}, come back in ${seconds} s`);
    await pause(seconds * 1000);
    waited += seconds;
  }
}

/** A plex device at an address. */
export async function plexDevice(send: Send, from: string, strong: boolean): Promise<Device> {
  const clientId = randomUUID();
  const headers = {
    'x-plex-client-identifier': clientId,
    'x-plex-product': honestProduct,
    'x-plex-platform': 'webOS',
    accept: 'application/json',
  };
  const path = `/api/v2/pins${strong ? '?strong=true' : ''}`;
  const created = await patiently('a plex device asks for a code', () => send(from, 'POST', path, { headers }));
  if (created.status !== 201) throw new NotServed(`a plex device asks for a code: ${created.status}`);
  const { id, code } = created.json as { readonly id: number; readonly code: string };
  return {
    by: strong ? 'link' : 'typing',
    code,
    clientId,
    publicId: String(id),
    async poll() {
      const reply = await patiently('a plex device polls', () => send(from, 'GET', `/api/v2/pins/${id}`, { headers }));
      if (reply.status !== 200) throw new NotServed(`a plex device polls: ${reply.status} ${reply.text.slice(0, 120)}`);
      return (reply.json as { readonly authToken: string | null }).authToken ?? 'pending';
    },
    async works(token) {
      const { status } = await send(from, 'GET', '/api/v2/user', { headers: { ...headers, 'x-plex-token': token } });
      return status === 200;
    },
  };
}

/** An OAuth device at an address. */
export async function oauthDevice(send: Send, from: string): Promise<Device> {
  const begin = { client_id: 'tv', scope: 'watch' };
  const created = await patiently('an OAuth device asks for a code', () =>
    send(from, 'POST', '/oauth/device_authorization', { body: begin }),
  );
  if (created.status !== 200) throw new NotServed(`an OAuth device asks for a code: ${created.status}`);
  const { device_code: deviceCode, user_code: code } = created.json as { device_code: string; user_code: string };
  let refreshToken = '';
  return {
    by: 'typing',
    code,
    clientId: 'tv',
    publicId: deviceCode,
    async poll() {
      const body = { grant_type: deviceCodeGrant, device_code: deviceCode, client_id: 'tv' };
      const { status, json, text } = await patiently('an OAuth device polls', () =>
        send(from, 'POST', '/oauth/token', { body }),
      );
      const { error, access_token: token, refresh_token: more = '' } = (json ?? {}) as Record<string, string>;
      if (error === 'authorization_pending' || error === 'slow_down') return 'pending';
      if (status !== 200 || token === undefined) throw new NotServed(`an OAuth device polls: ${status} ${text}`);
      refreshToken = more;
      return token;
    },
    async works() {
      const body = { grant_type: 'refresh_token', refresh_token: refreshToken, client_id: 'tv' };
      return (await send(from, 'POST', '/oauth/token', { body })).status === 200;
    },
  };
}

/** A device of any kind at an address; each third is of OAuth. */
export const aDevice = (send: Send, from: string, turn: number): Promise<Device> =>
  turn % 3 === 0 ? oauthDevice(send, from) : plexDevice(send, from, turn % 3 === 1);
