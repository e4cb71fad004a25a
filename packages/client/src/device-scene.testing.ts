import { type HandClock, createHandClock, settle } from './hand-clock.testing.ts';
import { type DeviceClient, createDeviceClient } from './oauth-client.ts';
import type { DeviceClientOptions } from './oauth-setting.ts';
import type { DeviceOutcome, DeviceSignIn } from './oauth-sign-in.ts';
import { type Line, type ScriptedFetch, createScriptedFetch, json } from './scripted-fetch.testing.ts';
import { watch } from './sign-in.testing.ts';

/** A device that is signing in, with its clock and scripted server. */
export interface DeviceScene {
  readonly clock: HandClock;
  readonly server: ScriptedFetch;
  readonly client: DeviceClient;
  readonly signIn: DeviceSignIn;
  /** The forms of the polls so far. */
  readonly polls: () => URLSearchParams[];
  /** Milliseconds between the request of the code and each poll. */
  readonly times: number[];
}

/** The endpoints of the scripted server. */
export const endpoints = {
  deviceAuthorizationEndpoint: 'https://auth.example/device',
  tokenEndpoint: 'https://auth.example/token',
  revocationEndpoint: 'https://auth.example/revoke',
};

/** A device authorization response with overrides. */
export const codeBody = (members: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  device_code: 'the-device-code',
  user_code: 'WDJB-MJHT',
  verification_uri: 'https://auth.example/link',
  verification_uri_complete: 'https://auth.example/link?code=WDJB-MJHT',
  expires_in: 900,
  interval: 5,
  ...members,
});

/** An OAuth error response; status 400 by default. */
export const oauthError = (error: string, status = 400, headers: Record<string, string> = {}): Line =>
  json({ error }, status, headers);

/** The response while nobody has decided. */
export const pending: Line = oauthError('authorization_pending');

/** The response after approval. */
export const tokens: Line = json({ access_token: 'the-access-token', token_type: 'Bearer', expires_in: 3600 });

/** Requests a code; the polls are answered by `polls`. */
export const beginDevice = (...polls: Line[]): Promise<DeviceScene> => beginDeviceWith({}, codeBody(), ...polls);

/** Like {@link beginDevice}, with options and a device authorization response. */
export const beginDeviceWith = async (
  options: Partial<DeviceClientOptions>,
  body: Record<string, unknown>,
  ...polls: Line[]
): Promise<DeviceScene> => {
  const clock = createHandClock();
  const server = createScriptedFetch(json(body), ...polls);
  const start = clock.now();
  const times: number[] = [];
  const fetch: ScriptedFetch['fetch'] = (url, init) => {
    if (url === endpoints.tokenEndpoint) times.push(clock.now() - start);
    return server.fetch(url, init);
  };
  const client = createDeviceClient({ endpoints, clientId: 'tv', fetch, clock, ...options });
  const isPoll = (request: { readonly url: URL }): boolean => request.url.href === endpoints.tokenEndpoint;
  return {
    clock,
    server,
    client,
    signIn: await client.requestCode(),
    polls: () => server.seen.filter(isPoll).map(({ body: form }) => new URLSearchParams(form)),
    times,
  };
};

/** Advances the clock in steps of a quarter of a second until there is an outcome. */
export const deviceOutcome = async ({ clock, signIn }: DeviceScene): Promise<DeviceOutcome> => {
  const seen = watch(signIn.wait());
  await settle();
  while (!seen.value) await clock.pass(250);
  return seen.value;
};
