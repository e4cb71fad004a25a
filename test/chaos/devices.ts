// Devices that sign in: the SDK, and clients that know no more than the protocol. All send through a recorder.
import {
  createDeviceClient,
  createDeviceKey,
  createDpop,
  createPlexClient,
  isLinkpinClientError,
  type RequestProver,
} from '@linkpin/client';
import { setTimeout as pause } from 'node:timers/promises';
import { deviceCodeGrant } from '../../packages/server/src/protocols/constants/oauth.ts';
import type { Send } from './recorder.ts';

/** How it ended for a device. `gone`: it gave up, because the service knows nothing of its pin or refuses its polls. */
export type Ended = 'token' | 'denied' | 'cancelled' | 'expired' | 'gone';

/** A device that shows a code. */
export interface Device {
  readonly code: string;
  /** Polls until there is an outcome; goes on after connections that broke and after 429 and 5xx. */
  wait(signal: AbortSignal): Promise<Ended>;
  cancel(): Promise<void>;
}

/** Makes a device that sends by `send`. `name` is its client identifier. */
export type MakeDevice = (url: string, send: Send, name: string) => Promise<Device>;

/** The OAuth client that all OAuth devices are. */
export const oauthClientId = 'tv';

/** How long a plain device pauses between two polls, in milliseconds. */
const pace = 150;

/** Sends until somebody answers. A code that was requested twice is one code too many, and nothing worse. */
async function persistently(ask: () => Promise<Response>, signal?: AbortSignal): Promise<Response> {
  for (;;) {
    try {
      const response = await ask();
      if (response.status < 500 && response.status !== 429) return response;
    } catch (error) {
      if (!isBroken(error)) throw error;
    }
    await pause(pace, undefined, signal && { signal });
  }
}

/** What `fetch` throws when the connection broke. */
const isBroken = (error: unknown): boolean => error instanceof TypeError;

/** Sends once, and leaves it at that if nobody answers. */
async function once(ask: () => Promise<unknown>): Promise<void> {
  try {
    await ask();
  } catch (error) {
    if (!isBroken(error)) throw error;
  }
}

const endings: Readonly<Record<string, Ended>> = { denied: 'denied', cancelled: 'cancelled', expired: 'expired' };

/** @param prefer the `Prefer` header of its polls, for a device that wants them held */
const plainPlex =
  (prefer?: string): MakeDevice =>
  async (url, send, name) => {
    const identity = { 'x-plex-client-identifier': name, 'x-plex-product': 'TV', accept: 'application/json' };
    const headers = { ...identity, ...(prefer === undefined ? {} : { prefer }) };
    const created = await persistently(() =>
      send(new Request(`${url}/api/v2/pins`, { method: 'POST', headers: identity })),
    );
    const { id, code } = (await created.json()) as { readonly id: number; readonly code: string };
    const pin = `${url}/api/v2/pins/${id}`;
    return {
      code,
      async wait(signal) {
        for (;;) {
          const response = await persistently(() => send(new Request(pin, { headers, signal })), signal);
          if (response.status !== 200) return endings[response.headers.get('linkpin-outcome') ?? ''] ?? 'gone';
          const { authToken } = (await response.json()) as { readonly authToken: string | null };
          if (authToken !== null) return 'token';
          await pause(pace, undefined, { signal });
        }
      },
      cancel: () => once(() => send(new Request(pin, { method: 'DELETE', headers: identity }))),
    };
  };

const oauthEndings: Readonly<Record<string, Ended>> = { access_denied: 'denied', expired_token: 'expired' };

/** Adds a proof of the key to a request, and sends it again if the server wants another proof. */
function proving(send: Send, { send: prove }: RequestProver): Send {
  return async (request) => {
    let last: Response | undefined;
    const body = await request.clone().text();
    const asked = { method: 'POST', url: request.url, headers: Object.fromEntries(request.headers), body } as const;
    await prove(asked, async ({ headers }) => {
      const { url, method, signal } = request;
      const response = await send(new Request(url, { method, headers, body, signal }));
      const text = await response.text();
      last = new Response(text, response);
      const { status } = response;
      return { where: url, status, header: (name) => response.headers.get(name), text, retryAfter: undefined };
    });
    if (last === undefined) throw new Error('Nothing was sent.');
    return last;
  };
}

/** @param hasKey it binds its code and its tokens to a key (RFC 9449) */
const plainOAuth =
  (hasKey: boolean): MakeDevice =>
  async (url, bareSend) => {
    const send = hasKey ? proving(bareSend, createDpop(await createDeviceKey())) : bareSend;
    const post =
      (path: string, form: Readonly<Record<string, string>>) =>
      (signal?: AbortSignal): Promise<Response> => {
        const body = new URLSearchParams({ ...form, client_id: oauthClientId });
        return send(new Request(`${url}${path}`, { method: 'POST', body, signal: signal ?? null }));
      };
    const created = await persistently(() => post('/oauth/device_authorization', {})());
    const { device_code, user_code: code } = (await created.json()) as { device_code: string; user_code: string };
    const poll = post('/oauth/token', { grant_type: deviceCodeGrant, device_code });
    return {
      code,
      async wait(signal) {
        for (;;) {
          const response = await persistently(() => poll(signal), signal);
          if (response.status === 200) return 'token';
          const { error } = (await response.json()) as { readonly error: string };
          if (error !== 'authorization_pending' && error !== 'slow_down') return oauthEndings[error] ?? 'gone';
          await pause(pace, undefined, { signal });
        }
      },
      cancel: () => once(() => post('/oauth/revoke', { token: device_code })()),
    };
  };

/** How the SDK is given a `Send`. */
const fetchBy =
  (send: Send) =>
  (url: string, init: RequestInit): Promise<Response> =>
    send(new Request(url, init));

/** Errors after which another try may help. */
const passing: ReadonlySet<string> = new Set(['network', 'timeout', 'rate_limited', 'server']);

/** Until the server has given a code; the SDK leaves trying again to its program. */
async function requested<SignIn>(request: () => Promise<SignIn>): Promise<SignIn> {
  for (;;) {
    try {
      return await request();
    } catch (error) {
      if (!isLinkpinClientError(error) || !passing.has(error.code)) throw error;
      await pause(pace);
    }
  }
}

const sdkPlex: MakeDevice = async (url, send, name) => {
  const client = createPlexClient({ clientIdentifier: name, product: 'TV', server: url, fetch: fetchBy(send) });
  const signIn = await requested(() => client.requestPin());
  return {
    code: signIn.code,
    async wait(signal) {
      const { kind } = await signIn.wait({ signal });
      return kind === 'approved' ? 'token' : (endings[kind] ?? 'gone');
    },
    cancel: async () => void (await signIn.cancel()),
  };
};

/** @param hasKey as above */
const sdkOAuth =
  (hasKey: boolean): MakeDevice =>
  async (url, send) => {
    const client = createDeviceClient({
      endpoints: {
        deviceAuthorizationEndpoint: `${url}/oauth/device_authorization`,
        tokenEndpoint: `${url}/oauth/token`,
        revocationEndpoint: `${url}/oauth/revoke`,
      },
      clientId: oauthClientId,
      fetch: fetchBy(send),
      ...(hasKey ? { dpop: createDpop(await createDeviceKey()) } : {}),
    });
    const signIn = await requested(() => client.requestCode());
    return {
      code: signIn.code,
      async wait(signal) {
        const { kind } = await signIn.wait({ signal });
        return kind === 'approved' ? 'token' : (endings[kind] ?? 'gone');
      },
      cancel: async () => void (await signIn.cancel()),
    };
  };

/** Every kind of device. */
export const devices = {
  'plex, plain polls': plainPlex(),
  'plex, held polls': plainPlex('wait=25'),
  'plex, SDK': sdkPlex,
  'OAuth, plain polls': plainOAuth(false),
  'OAuth with a key, plain polls': plainOAuth(true),
  'OAuth, SDK': sdkOAuth(false),
  'OAuth with a key, SDK': sdkOAuth(true),
} as const satisfies Readonly<Record<string, MakeDevice>>;

export type DeviceKind = keyof typeof devices;
