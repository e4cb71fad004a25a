// The SDK's readers, under answers of a hostile server.
import assert from 'node:assert/strict';
import {
  createDeviceClient,
  createPlexClient,
  isLinkpinClientError,
  readPlexDevices,
  readPlexErrorBody,
  readPlexPin,
  readPlexResources,
  readPlexUser,
  type Clock,
} from '@linkpin/client';
import { readRetryAfter } from '../../packages/client/src/retry.ts';
import type { Chance } from './chance.ts';
import { mangle } from './mangle.ts';
import { names, tokens, uris } from './samples.ts';
import { target, type Target } from './target.ts';

const bodies = [
  JSON.stringify({
    id: 1,
    code: 'AB0D',
    product: null,
    trusted: false,
    expiresIn: 900,
    expiresAt: '2026-11-21T12:00:00Z',
    authToken: null,
    location: { code: 'US' },
  }),
  '{"id":9007199254740993,"code":7,"authToken":"x","expiresIn":-1,"expiresAt":"never","clientIdentifier":{}}',
  JSON.stringify({ errors: [{ code: 1020, message: 'Code not found or expired', status: 404 }] }),
  JSON.stringify({
    device_code: 'd',
    user_code: 'u',
    verification_uri: 'https://a.example',
    expires_in: '600',
    interval: 0,
  }),
  '{"access_token":"a","token_type":"bearer","expires_in":1e309,"refresh_token":1,"scope":[]}',
  JSON.stringify({ error: 'slow_down', error_description: '\u001b[2J' }),
  JSON.stringify([
    { name: names[1], clientIdentifier: 'x', provides: 'server', connections: [{ uri: uris[0], port: '1' }] },
  ]),
  '<?xml version="1.0"?><errors><error code="1001" message="x" status="401"/></errors>',
  `{"token":"${tokens[0]}"}`,
  '{}',
  'null',
  '[null]',
  '',
];

interface Told {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

const anyAnswer = (chance: Chance): Told => ({
  status: chance.pick([200, 200, 201, 204, 400, 401, 404, 422, 429, 500, 503]),
  body: mangle(chance, bodies),
  headers: chance.is(0.3)
    ? { 'retry-after': mangle(chance, ['1', '-1', 'Wed, 21 Oct 2026 07:28:00 GMT']).replaceAll(/[^\x20-\x7e]/g, '') }
    : {},
});

/** Only errors of ours come out, and none holds a token. */
async function onlyOurErrors(work: () => unknown): Promise<void> {
  try {
    await work();
  } catch (error) {
    assert.ok(isLinkpinClientError(error), `another error came out: ${String(error)}`);
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** A clock whose timers never fire: nothing here waits. */
const clock: Clock = { now: () => 0, wallTime: () => 0, after: () => () => {} };

export const answers: readonly Target[] = [
  target('answers read by the SDK', anyAnswer, async ({ body }) => {
    for (const read of [readPlexPin, readPlexUser, readPlexDevices, readPlexResources, readPlexErrorBody]) {
      for (const given of [body, parsed(body)]) await onlyOurErrors(() => read(given));
    }
  }),
  target(
    'Retry-After',
    (chance) => mangle(chance, ['5', '0', '1e3', 'Wed, 21 Oct 2026 07:28:00 GMT', '']),
    (value) => {
      const seconds = readRetryAfter(value, 0);
      if (seconds !== undefined) assert.ok(seconds >= 0);
    },
  ),
  target('clients of a hostile server', anyAnswer, async ({ status, body, headers }) => {
    const fetch = async () => new Response([204, 304].includes(status) ? null : body, { status, headers });
    const server = 'https://link.example';
    const plex = createPlexClient({ server, clientIdentifier: 'cid', product: 'P', fetch, clock });
    await onlyOurErrors(() => plex.requestPin());
    const endpoints = {
      deviceAuthorizationEndpoint: `${server}/d`,
      tokenEndpoint: `${server}/t`,
      revocationEndpoint: `${server}/r`,
    };
    const device = createDeviceClient({ endpoints, clientId: 'tv', fetch, clock });
    await onlyOurErrors(() => device.requestCode());
    await onlyOurErrors(() => device.refresh({ refreshToken: 'r', scope: null }));
    await onlyOurErrors(() => device.revoke('t'));
  }),
];
