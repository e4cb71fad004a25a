// Node's fetch over real connections to misbehaving servers.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { LinkpinClientError, isLinkpinClientError } from './errors.ts';
import { createLeapingClock } from './leaping-clock.testing.ts';
import { createPlexClient } from './plex-client.ts';
import { type Answerer, answer, startRealServer } from './real-server.testing.ts';
import { pinBody } from './scripted-fetch.testing.ts';

const clock = createLeapingClock();

const identity = { clientIdentifier: 'client-1', product: 'Test', clock, fetch: clock.fetch };

const requestError = async (server: string): Promise<LinkpinClientError> => {
  const asked = createPlexClient({ ...identity, server }).requestPin();
  const error = await asked.then(
    () => assert.fail('a pin came'),
    (thrown: unknown) => thrown,
  );
  assert.ok(isLinkpinClientError(error), String(error));
  return error;
};

const pin = answer(200, pinBody());
const approvedPin = answer(200, pinBody({ authToken: 'the-token' }));
const drop: Answerer = (request) => request.socket.destroy();
const dropHalfway: Answerer = (request, response) => {
  response.writeHead(200, { 'content-length': '5000' });
  response.write('{"id":5381', () => request.socket.destroy());
};
const silence: Answerer = () => clock.nothingComes();

test('C2: a sign-in survives dropped connections, half answers, silence, 5xx, 429 and a captive portal', async (t) => {
  const server = await startRealServer(
    t,
    answer(201, pinBody()),
    pin,
    drop,
    dropHalfway,
    answer(503, 'busy', { 'retry-after': '1' }),
    answer(429, { errors: [{ code: 1003, message: 'API rate limit exceeded' }] }),
    silence,
    answer(200, '<html>Please accept our terms</html>', { 'content-type': 'text/html' }),
    approvedPin,
  );
  const plex = createPlexClient({ ...identity, server: server.address });
  const outcome = await (await plex.requestPin()).wait();
  assert.ok(outcome.kind === 'approved');
  assert.equal(outcome.token, 'the-token');
  assert.ok(server.seen.length >= 9);
});

test('a base path is kept on every request', async (t) => {
  const server = await startRealServer(t, answer(201, pinBody()), approvedPin);
  const plex = createPlexClient({ ...identity, server: `${server.address}/linkpin/` });
  await (await plex.requestPin()).wait();
  assert.deepEqual(
    server.seen.map(({ method, url }) => `${method} ${url}`),
    ['POST /linkpin/api/v2/pins', 'GET /linkpin/api/v2/pins/538114995?code=7RQZ'],
  );
});

test('a redirect is refused, and nothing at all goes to the other origin', async (t) => {
  const elsewhere = await startRealServer(t, answer(201, pinBody()));
  for (const status of [301, 302, 303, 307, 308]) {
    const server = await startRealServer(t, answer(status, '', { location: `${elsewhere.address}/api/v2/pins` }));
    const error = await requestError(server.address);
    assert.equal(error.code, 'redirected');
    assert.equal(error.message, `${server.address}/api/v2/pins redirects`);
  }
  assert.equal(elsewhere.seen.length, 0);
});

test('each way in which a create fails has its own code', async (t) => {
  const xml = readFileSync(
    new URL('../../../test/fixtures/plex/errors/1001-unauthenticated.401.xml', import.meta.url),
    'utf8',
  );
  const cases: [Answerer, Partial<LinkpinClientError>][] = [
    [answer(500, 'oops'), { code: 'server', status: 500, retryAfter: undefined }],
    [answer(503, '', { 'retry-after': '7' }), { code: 'server', status: 503, retryAfter: 7 }],
    [answer(429, '', { 'retry-after': '60' }), { code: 'rate_limited', status: 429, retryAfter: 60 }],
    [
      answer(429, { errors: [{ code: 1003, message: 'API rate limit exceeded', status: 429 }] }),
      { code: 'rate_limited', plexCode: 1003, retryAfter: undefined },
    ],
    [answer(400, { errors: [{ code: 1000, message: 'no' }] }), { code: 'refused', status: 400, plexCode: 1000 }],
    [answer(401, xml), { code: 'refused', status: 401, plexCode: 1001 }],
    [answer(404, { status: 404, error: 'Not Found' }), { code: 'refused', status: 404, plexCode: undefined }],
    [answer(200, '<html>terms</html>'), { code: 'unreadable' }],
    [answer(201, '{}'), { code: 'unreadable' }],
    [answer(204, ''), { code: 'unreadable' }],
    [drop, { code: 'network' }],
    [dropHalfway, { code: 'network' }],
  ];
  for (const [answerer, expected] of cases) {
    const server = await startRealServer(t, answerer);
    const error = await requestError(server.address);
    for (const [name, value] of Object.entries(expected)) {
      assert.equal(error[name as keyof LinkpinClientError], value, `${error.message}: ${name}`);
    }
  }
});

test('silence ends as a timeout that says how long it lasted', async (t) => {
  const server = await startRealServer(t, silence);
  const error = await requestError(server.address);
  assert.equal(error.code, 'timeout');
  assert.equal(error.message, `${server.address}/api/v2/pins timed out`);
});

test('a body that never ends is a timeout too', async (t) => {
  const server = await startRealServer(t, (_request, response) => {
    response.writeHead(200);
    response.write('{', clock.nothingComes);
  });
  assert.equal((await requestError(server.address)).code, 'timeout');
});

test('a server that is not there is named, with the reason of the network', async (t) => {
  const { address, stop } = await startRealServer(t, pin);
  stop();
  const error = await requestError(address);
  assert.equal(error.code, 'network');
  assert.equal(error.message, `${address}/api/v2/pins unreachable: ECONNREFUSED`);
});

test('no error shows the code: not in its message, not in its stack, not in what hangs on it', async () => {
  const fetch = (): Promise<Response> => {
    const message = 'error sending request for url (https://home.example/api/v2/pins/1?code=SECRET): refused';
    return Promise.reject(Object.assign(new TypeError(message), { path: 'https://home.example/?code=SECRET' }));
  };
  const error = await createPlexClient({ ...identity, fetch })
    .requestPin()
    .catch((thrown: unknown) => thrown as LinkpinClientError);
  assert.ok(error instanceof LinkpinClientError);
  assert.equal(error.message, 'https://plex.tv/api/v2/pins unreachable: error sending request for url (…): refused');
  assert.ok(
    !`${error.stack}${JSON.stringify(error)}${Object.values(error).join()}${String(error.cause)}`.includes('SECRET'),
  );
});

test('an abort of a create ends the request and rejects with its own reason', async (t) => {
  const controller = new AbortController();
  const server = await startRealServer(t, () => controller.abort('enough'));
  const plex = createPlexClient({ ...identity, server: server.address });
  await assert.rejects(plex.requestPin({ signal: controller.signal }), (error) => error === 'enough');
});

test('a fetch that throws, or takes no notice of its signal, cannot hang or break a caller', async () => {
  const throwing = (): never => {
    throw new Error('no fetch here');
  };
  const error = await createPlexClient({ ...identity, fetch: throwing })
    .requestPin()
    .catch((thrown: unknown) => thrown);
  assert.ok(isLinkpinClientError(error, 'network'));
  const unsubscribe = (): Promise<never> => new Promise(() => {});
  const late = await createPlexClient({ ...identity, fetch: unsubscribe })
    .requestPin()
    .catch((thrown: unknown) => thrown);
  assert.ok(isLinkpinClientError(late, 'timeout'));
});
