// The database stands still, or is gone: what a replica knows to be pending stays so, all else is told to come again in the
// words of its protocol, and all comes back by itself.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { deviceCodeGrant } from '../../packages/server/src/protocols/constants/oauth.ts';
import { apiRoutes } from '../../packages/server/src/http/server/routes.ts';
import { pageRoutes } from '../../packages/server/src/http/pages/pages.ts';
import { registerClient } from '../harness/clients.ts';
import { password } from '../harness/people.ts';
import { ask, errorOf, form, link, type Answer, type Saying } from '../plex/asking.ts';
import { approve, askForPin, prove } from '../plex/keyed.ts';
import { startServer, type Server } from '../postgres/server.ts';
import { aDevice } from '../support/device.ts';
import { until } from '../support/until.ts';
import { replicasOn, type Replica } from './replicas.ts';

const base = 'http://127.0.0.1:4747';
const plex = { 'x-plex-client-identifier': 'tv' };
const json = { ...plex, accept: 'application/json' };
const sameOrigin = { origin: base, 'sec-fetch-site': 'same-origin' };

/** A request, sent anew each time. */
type Send = () => Promise<Answer>;

/** A device that waits: its poll, what that says while nobody has decided, and whether the replica remembers the pin. */
type Waiting = readonly [poll: Send, said: RegExp, isKnown: () => boolean];

/** Devices that wait, one for each protocol and form of it, and what each says while nobody has decided. */
async function waiting(one: Replica): Promise<Readonly<Record<string, Waiting>>> {
  const pin = async (path: string, headers: Readonly<Record<string, string>>): Promise<string> => {
    const { status, text } = await ask(one, 'POST', path, { headers });
    assert.equal(status, 201, text);
    return (
      /"id":(\d+)|<id[^>]*>(\d+)|\bid="(\d+)"/
        .exec(text)
        ?.slice(1)
        .find((id) => id !== undefined) ?? ''
    );
  };
  const [v2, xml, old] = [
    await pin('/api/v2/pins', json),
    await pin('/api/v2/pins', plex),
    await pin('/pins.xml', plex),
  ];
  const device = aDevice('keyed');
  const keyed = await askForPin(one, device, 'tv');
  const jwt = await prove(one, device, 'tv');

  await registerClient(one, 'radio');
  const pair = await generateKeyPair('ES256', { extractable: true });
  const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: await exportJWK(pair.publicKey) };
  let serial = 0;
  const proof = (path: string): Promise<string> =>
    new SignJWT({
      jti: `${(serial += 1)}`,
      htm: 'POST',
      htu: `${base}${path}`,
      iat: Math.floor(one.clock.now() / 1000),
    })
      .setProtectedHeader(header)
      .sign(pair.privateKey);
  const post = async (path: string, values: Readonly<Record<string, string>>, hasKey: boolean): Promise<Answer> => {
    const { headers, body } = form({ client_id: 'radio', ...values });
    const proven: Readonly<Record<string, string>> = hasKey ? { dpop: await proof(path) } : {};
    return ask(one, 'POST', path, { headers: { ...headers, ...proven }, body: body ?? '' });
  };
  const isKnown = (protocol: 'plex' | 'oauth', publicId: string) => () =>
    one.ports.pending.peek(protocol, publicId, one.ports.clock.now()) !== undefined;
  const deviceCode = async (hasKey: boolean): Promise<Waiting> => {
    const { json: said } = await post('/oauth/device_authorization', {}, hasKey);
    const { device_code: code = '' } = said as { readonly device_code?: string };
    return [
      () => post('/oauth/token', { grant_type: deviceCodeGrant, device_code: code }, hasKey),
      /"authorization_pending"|"slow_down"/,
      isKnown('oauth', one.ports.keys.hash(code)),
    ];
  };
  return {
    'plex in JSON': [
      () => ask(one, 'GET', `/api/v2/pins/${v2}`, { headers: json }),
      /"authToken":null/,
      isKnown('plex', v2),
    ],
    'plex in XML': [
      () => ask(one, 'GET', `/api/v2/pins/${xml}`, { headers: plex }),
      /<pin [^>]*authToken=""/,
      isKnown('plex', xml),
    ],
    'plex v1': [() => ask(one, 'GET', `/pins/${old}.xml`, { headers: plex }), /<auth_token/, isKnown('plex', old)],
    'plex with a key': [
      () => ask(one, 'GET', `/api/v2/pins/${keyed.id}?deviceJWT=${jwt}`, { headers: json }),
      /"authToken":null/,
      isKnown('plex', String(keyed.id)),
    ],
    OAuth: await deviceCode(false),
    'OAuth with a key': await deviceCode(true),
  };
}

/** Every route of the API and every page, asked for as somebody who is signed in would. */
async function everything(one: Replica): Promise<Readonly<Record<string, Send>>> {
  const token = await link(one, await one.person('ada'), 'linked');
  const signedIn = await ask(one, 'POST', '/signin', {
    ...form({ name: 'ada', password }),
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...sameOrigin },
  });
  const cookie = signedIn.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  assert.notEqual(cookie, '', signedIn.text);
  const urlencoded = { 'content-type': 'application/x-www-form-urlencoded' };
  const filled = (path: string): string => path.replaceAll(/:\w+/g, '123');
  const sends: Record<string, Send> = {};
  for (const [method, path, , rules] of apiRoutes) {
    const [ending] = rules?.endings ?? [null];
    const target = `${filled(path)}${ending === null || ending === undefined ? '' : `.${ending}`}`;
    const isOAuth = path.startsWith('/oauth/');
    const headers = isOAuth ? urlencoded : { ...json, 'x-plex-token': token, ...urlencoded };
    const values = { client_id: 'radio', grant_type: 'refresh_token', refresh_token: 'r', token: 't', code: 'ABCD' };
    const asked: Saying = method === 'GET' ? { headers } : { ...form(values), headers };
    sends[`${method} ${path}`] = () => ask(one, method, target, asked);
  }
  for (const [method, path] of pageRoutes) {
    const headers = { cookie, ...sameOrigin };
    const asked: Saying =
      method === 'GET'
        ? { headers }
        : { ...form({ code: 'ABCD', name: 'ada', password }), headers: { ...headers, ...urlencoded } };
    sends[`page ${method} ${path}`] = () => ask(one, method, filled(path), asked);
  }
  return sends;
}

/** What needs no store, or whose request is refused before it is asked. */
const mayBeAnswered = (status: number): boolean => status < 500;

/** What certainly needs the store, with its words. */
const wants: Readonly<Record<string, (answer: Answer) => void>> = {
  'GET /readyz': () => {},
  'POST /api/v2/pins': (answer) => assert.deepEqual(errorOf(answer), { code: 1007, status: 503 }),
  'GET /api/v2/user': (answer) => assert.deepEqual(errorOf(answer), { code: 1007, status: 503 }),
  'GET /api/v2/pins/:id': (answer) => assert.deepEqual(errorOf(answer), { code: 1007, status: 503 }),
  'POST /oauth/device_authorization': (answer) =>
    assert.equal((answer.json as { readonly error: string }).error, 'temporarily_unavailable'),
  'POST /oauth/token': (answer) =>
    assert.equal((answer.json as { readonly error: string }).error, 'temporarily_unavailable'),
  'page GET /devices': (answer) => assert.match(answer.text, /^<!doctype html>/i),
  'page POST /signin': (answer) => assert.match(answer.text, /^<!doctype html>/i),
};

async function expectOutage(polls: Awaited<ReturnType<typeof waiting>>, others: Readonly<Record<string, Send>>) {
  const stillPending = async (): Promise<void> => {
    for (const [name, [poll, said]] of Object.entries(polls)) {
      const answer = await poll();
      assert.match(answer.text, said, `${name}: ${answer.status} ${answer.text}`);
    }
  };
  await stillPending();
  const answers = await Promise.all(Object.entries(others).map(async ([name, send]) => [name, await send()] as const));
  for (const [name, { status, headers, text }] of answers) {
    if (name === 'GET /readyz') continue; // for the operator, whom it tells why
    assert.ok(mayBeAnswered(status) || status === 503, `${name}: ${status} ${text}`);
    if (status >= 400) assert.doesNotMatch(text, /postgres|ECONN|connection|\n\s+at /i, name);
    if (status === 503) assert.match(headers.get('retry-after') ?? '', /^\d+$/, name);
  }
  const byName = new Map(answers);
  for (const [name, check] of Object.entries(wants)) {
    const answer = byName.get(name);
    assert.equal(answer?.status, 503, `${name}: ${answer?.status} ${answer?.text}`);
    if (answer !== undefined) check(answer);
  }
  await stillPending();
}

const outages: Readonly<
  Record<string, readonly [begin: (server: Server) => Promise<void>, end: (server: Server) => Promise<void>]>
> = {
  'stands still': [(server) => server.pause(), async (server) => server.resume()],
  'is gone': [(server) => server.kill(), (server) => server.start()],
};

async function aReplica(context: TestContext): Promise<{ readonly server: Server; readonly one: Replica }> {
  const server = await startServer();
  const replicas = await replicasOn(context, await server.freshDatabase());
  context.after(() => server[Symbol.asyncDispose]());
  return { server, one: await replicas.start('one') };
}

for (const [name, [begin, end]] of Object.entries(outages)) {
  test(`a database that ${name}: pending polls go on, all else is told to come again, and all comes back`, async (context) => {
    const { server, one } = await aReplica(context);
    const polls = await waiting(one);
    const others = await everything(one);
    for (const [what, [poll, , isKnown]] of Object.entries(polls)) {
      await until(`${what} is remembered`, async () => (await poll()).status < 500 && isKnown());
    }
    await begin(server);
    try {
      await expectOutage(polls, others);
    } finally {
      await end(server);
    }
    await until(
      'there is service again',
      async () => (await ask(one, 'POST', '/api/v2/pins', { headers: json })).status === 201,
    );
    const device = aDevice('later');
    await until('a device signs in', async () => {
      const pin = await askForPin(one, device, 'later');
      await approve(one, pin);
      return (
        (
          await ask(one, 'GET', `/api/v2/pins/${pin.id}?deviceJWT=${await prove(one, device, 'later')}`, {
            headers: { ...json, 'x-plex-client-identifier': 'later' },
          })
        ).status === 200
      );
    });
    for (const [what, [poll, said]] of Object.entries(polls)) {
      one.clock.pass(0);
      const answer = await poll();
      assert.match(answer.text, said, `${what}: ${answer.status} ${answer.text}`);
    }
  });
}
