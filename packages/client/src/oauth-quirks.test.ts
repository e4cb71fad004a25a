// Servers that behave like GitHub's and Google's, over real connections.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingMessage, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { text } from 'node:stream/consumers';
import { createLeapingClock } from './leaping-clock.testing.ts';
import { createDeviceClient } from './oauth-client.ts';

const clock = createLeapingClock();
const quick = { clock, fetch: clock.fetch };

interface Seen {
  readonly path: string;
  readonly form: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  /** Milliseconds on the client's clock. */
  readonly at: number;
}

type Answerer = (form: URLSearchParams) => readonly [status: number, body: string];

const start = async (
  t: TestContext,
  device: Answerer,
  ...polls: Answerer[]
): Promise<{ base: string; seen: Seen[] }> => {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const form = new URLSearchParams(body);
      const { url: path = '', headers } = request;
      seen.push({ path, form, headers, at: clock.now() });
      const answerer = path === '/device' ? device : polls.length > 1 ? polls.shift() : polls[0];
      const [status, answer] = answerer?.(form) ?? [500, ''];
      response.writeHead(status, { 'content-type': 'application/json' }).end(answer);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
};

const say =
  (status: number, body: unknown): Answerer =>
  () => [status, JSON.stringify(body)];

test('GitHub: errors come with status 200, and slow_down names the new interval', async (t) => {
  const said = (error: string, more = {}): Answerer =>
    say(200, { error, error_description: 'x', error_uri: 'https://x', ...more });
  const { base, seen } = await start(
    t,
    say(200, {
      device_code: 'd',
      user_code: 'WDJB-MJHT',
      verification_uri: 'https://github.com/login/device',
      expires_in: 899,
      interval: 5,
    }),
    said('authorization_pending'),
    said('slow_down', { interval: 12 }),
    said('authorization_pending'),
    say(200, { access_token: 'gho_x', token_type: 'bearer', scope: 'repo,gist' }),
  );
  const endpoints = { deviceAuthorizationEndpoint: `${base}/device`, tokenEndpoint: `${base}/token` };
  const signIn = await createDeviceClient({
    endpoints,
    clientId: 'Iv1',
    scope: 'repo gist',
    ...quick,
  }).requestCode();
  const outcome = await signIn.wait();
  assert.ok(outcome.kind === 'approved');
  assert.equal(outcome.tokens.accessToken, 'gho_x');
  assert.equal(outcome.tokens.scope, 'repo,gist');
  assert.equal(outcome.tokens.expiresIn, null);
  assert.ok(seen.every(({ headers }) => headers.accept === 'application/json'));
  const polls = seen.slice(1).map(({ at }) => at);
  const gaps = polls.slice(1).map((at, index) => at - (polls[index] ?? 0));
  assert.equal(polls.length, 4);
  assert.ok((gaps[0] ?? 0) >= 5000 && (gaps[1] ?? 0) >= 12_000 && (gaps[2] ?? 0) >= 12_000, String(gaps));
});

test('GitHub: denied, expired and unknown codes, each with status 200', async (t) => {
  const code = {
    device_code: 'd',
    user_code: 'U',
    verification_uri: 'https://github.com/login/device',
    expires_in: 899,
    interval: 1,
  };
  for (const [error, kind] of [
    ['access_denied', 'denied'],
    ['expired_token', 'expired'],
    ['incorrect_device_code', 'failed'],
    ['device_flow_disabled', 'failed'],
  ] as const) {
    const { base, seen } = await start(t, say(200, code), say(200, { error }));
    const endpoints = { deviceAuthorizationEndpoint: `${base}/device`, tokenEndpoint: `${base}/token` };
    const signIn = await createDeviceClient({ endpoints, clientId: 'Iv1', ...quick }).requestCode();
    assert.equal((await signIn.wait()).kind, kind);
    assert.equal(seen.length, 2);
  }
});

test('Google: verification_url, a secret also for devices, pending as 428, slow_down as 403', async (t) => {
  const { base, seen } = await start(
    t,
    say(200, {
      device_code: 'd',
      user_code: 'GQVQ-JKEC',
      verification_url: 'https://www.google.com/device',
      expires_in: 1800,
      interval: 5,
    }),
    say(428, { error: 'authorization_pending', error_description: 'Precondition Required' }),
    say(403, { error: 'slow_down', error_description: 'Forbidden' }),
    say(200, {
      access_token: 'ya29',
      expires_in: 3920,
      scope: 'openid',
      token_type: 'Bearer',
      refresh_token: '1/x',
      id_token: 'j',
    }),
  );
  const endpoints = { deviceAuthorizationEndpoint: `${base}/device`, tokenEndpoint: `${base}/token` };
  const client = createDeviceClient({ endpoints, clientId: 'g', clientSecret: 's', scope: 'openid', ...quick });
  const signIn = await client.requestCode();
  assert.equal(signIn.verificationUri, 'https://www.google.com/device');
  assert.equal(signIn.qrText, 'https://www.google.com/device');
  const outcome = await signIn.wait();
  assert.ok(outcome.kind === 'approved');
  assert.equal(outcome.tokens.refreshToken, '1/x');
  assert.ok(seen.every(({ form }) => form.get('client_id') === 'g'));
  assert.ok((seen[3]?.at ?? 0) - (seen[2]?.at ?? 0) >= 10_000);
});

test('Google: a denial comes as 403, and so does a quota that is used up', async (t) => {
  const code = {
    device_code: 'd',
    user_code: 'U',
    verification_url: 'https://www.google.com/device',
    expires_in: 1800,
    interval: 1,
  };
  const { base } = await start(t, say(200, code), say(403, { error: 'access_denied', error_description: 'Forbidden' }));
  const endpoints = { deviceAuthorizationEndpoint: `${base}/device`, tokenEndpoint: `${base}/token` };
  const signIn = await createDeviceClient({ endpoints, clientId: 'g', ...quick }).requestCode();
  assert.deepEqual(await signIn.wait(), { kind: 'denied' });
  const full = await start(t, say(403, { error_code: 'rate_limit_exceeded' }));
  const there = { deviceAuthorizationEndpoint: `${full.base}/device`, tokenEndpoint: `${full.base}/token` };
  await assert.rejects(createDeviceClient({ endpoints: there, clientId: 'g' }).requestCode(), {
    code: 'refused',
    status: 403,
  });
});
