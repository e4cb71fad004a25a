// Every API path with every kind of token that is no good, in every format, and with bodies of nonsense.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { apiRoutes } from '../../packages/server/src/http/server/routes.ts';
import { createHarness, type Harness } from '../harness/service.ts';
import { ask, errorOf, link, type Answer, type Saying } from './asking.ts';

/** What a path wants: a token in v2's words or the old API's, a client identifier only, or nothing. */
type Wants = 'token' | 'old token' | 'identifier' | 'old identifier' | 'nothing';

/** A path as it is asked, without the ending that it may have, and the endings to ask it with. */
interface Endpoint {
  readonly wants: Wants;
  readonly asked: string;
  readonly endings: readonly ('' | '.xml' | '.json')[];
}

const any = ['', '.xml', '.json'] as const;

/** By method and path of the route table; a route without a line here fails the test. */
const endpoints: Readonly<Record<string, Endpoint>> = {
  'GET /healthz': { wants: 'nothing', asked: '/healthz', endings: [''] },
  'GET /readyz': { wants: 'nothing', asked: '/readyz', endings: [''] },
  'GET /openapi': { wants: 'nothing', asked: '/openapi', endings: ['.json'] },
  'POST /api/v2/pins': { wants: 'identifier', asked: '/api/v2/pins', endings: any },
  'PUT /api/v2/pins/link': { wants: 'token', asked: '/api/v2/pins/link', endings: any },
  'DELETE /api/v2/pins/link': { wants: 'token', asked: '/api/v2/pins/link', endings: any },
  'PUT /api/v2/devices/:id': { wants: 'token', asked: '/api/v2/devices/1', endings: any },
  'GET /api/v2/pins/qr/:code': { wants: 'nothing', asked: '/api/v2/pins/qr/7RQZ', endings: [''] },
  'GET /api/v2/pins/:id': { wants: 'identifier', asked: '/api/v2/pins/1', endings: any },
  'GET /api/v2/pins/:id/events': { wants: 'identifier', asked: '/api/v2/pins/1/events', endings: any },
  'DELETE /api/v2/pins/:id': { wants: 'identifier', asked: '/api/v2/pins/1', endings: any },
  'GET /api/v2/user': { wants: 'token', asked: '/api/v2/user', endings: any },
  'GET /api/v2/ping': { wants: 'token', asked: '/api/v2/ping', endings: any },
  'POST /api/v2/users/signin': { wants: 'identifier', asked: '/api/v2/users/signin', endings: any },
  'DELETE /api/v2/users/signout': { wants: 'token', asked: '/api/v2/users/signout', endings: any },
  'GET /api/v2/devices': { wants: 'token', asked: '/api/v2/devices', endings: any },
  'GET /api/v2/resources': { wants: 'token', asked: '/api/v2/resources', endings: any },
  'GET /api/v2/geoip': { wants: 'token', asked: '/api/v2/geoip?ip_address=203.0.113.9', endings: any },
  'POST /pins': { wants: 'old identifier', asked: '/pins', endings: ['.xml'] },
  'GET /pins/:id': { wants: 'old identifier', asked: '/pins/1', endings: ['.xml'] },
  'POST /users/sign_in': { wants: 'old identifier', asked: '/users/sign_in', endings: ['.xml', '.json'] },
  'GET /users/account': { wants: 'old token', asked: '/users/account', endings: any },
  'GET /users/:uuid/avatar': { wants: 'nothing', asked: '/users/x/avatar', endings: [''] },
  'GET /devices': { wants: 'old token', asked: '/devices', endings: ['.xml'] },
  'DELETE /devices/:id': { wants: 'old token', asked: '/devices/1', endings: ['.xml'] },
  'GET /api/resources': { wants: 'old token', asked: '/api/resources', endings: ['', '.xml'] },
  'GET /api/users': { wants: 'old token', asked: '/api/users', endings: ['', '.xml'] },
  'GET /api/servers/:id/shared_servers': {
    wants: 'old token',
    asked: '/api/servers/1/shared_servers',
    endings: ['', '.xml'],
  },
  'GET /api/claim/token': { wants: 'nothing', asked: '/api/claim/token', endings: ['.json'] },
  'GET /api/v2/auth/nonce': { wants: 'nothing', asked: '/api/v2/auth/nonce', endings: any },
  'POST /api/v2/auth/jwk': { wants: 'token', asked: '/api/v2/auth/jwk', endings: any },
  'POST /api/v2/auth/token': { wants: 'nothing', asked: '/api/v2/auth/token', endings: any },
  'GET /api/v2/auth/keys': { wants: 'nothing', asked: '/api/v2/auth/keys', endings: any },
  'GET /:/ip': { wants: 'nothing', asked: '/:/ip', endings: [''] },
};

/** OAuth's paths have transcripts and tests of their own. */
const isOAuth = (path: string): boolean => /^\/(oauth|\.well-known)\//.test(path);

/** What operators and their programs ask has tests of its own: test/operate, test/command/doctor.test.ts. */
const isForOperators = (path: string): boolean => /^\/(self-check|api\/audit)$/.test(path);

const methodOf = (name: string): string => name.slice(0, name.indexOf(' '));

const withEnding = ({ asked }: Endpoint, ending: string): string => {
  const [path = '', query] = asked.split('?');
  return `${path}${ending}${query === undefined ? '' : `?${query}`}`;
};

/** The format that is wanted of v2 with this ending and `Accept`, and of the old API with this ending. */
const formatOf = (wants: Wants, ending: string, accept: string): 'json' | 'xml' => {
  if (ending !== '') return ending === '.json' ? 'json' : 'xml';
  return !wants.startsWith('old') && accept === 'application/json' ? 'json' : 'xml';
};

/** Throws unless the body is well formed and of the type that it says. */
function assertReadable({ headers, text, status }: Answer, format?: 'json' | 'xml'): void {
  if (status === 204) return assert.equal(text, '');
  const type = headers.get('content-type') ?? '';
  if (format !== undefined) assert.equal(type, `application/${format}; charset=utf-8`);
  if (type.startsWith('application/json')) JSON.parse(text);
  if (!type.startsWith('application/xml')) return;
  const parser = new SaxesParser();
  parser.on('error', (error) => assert.fail(error));
  parser.write(text).close();
}

let harness: Harness;
let tokens: Readonly<Record<'wrong' | 'absurd' | 'revoked' | 'lapsed', string>>;

before(async () => {
  harness = createHarness('bad input', {
    settings: { issuesPerMinute: 1_000_000, tokenLapseDays: 1, passwordRoutes: 'on' },
  });
  const ada = await harness.person('ada');
  const [lapsed, revoked] = [await link(harness, ada, 'old-tv', true), await link(harness, ada, 'lost-tv', true)];
  const signedOut = await ask(harness, 'DELETE', '/api/v2/users/signout', { headers: { 'x-plex-token': revoked } });
  assert.equal(signedOut.status, 204);
  harness.clock.pass(24 * 60 * 60 * 1000);
  tokens = { wrong: 'AAAAAAAAAAAAAAAAAAAA', absurd: 'é'.repeat(5000), revoked, lapsed };
});
after(() => harness.service.close());

it('every route that plex clients call is in this test', () => {
  const plex = apiRoutes.filter(([, path]) => !isOAuth(path) && !isForOperators(path));
  assert.deepEqual(plex.map(([method, path]) => `${method} ${path}`).sort(), Object.keys(endpoints).sort());
});

describe('a token that is no good', () => {
  for (const [name, endpoint] of Object.entries(endpoints)) {
    const { wants, endings } = endpoint;
    if (wants !== 'token' && wants !== 'old token') continue;
    it(`at ${name}: the code and the status, in JSON or XML as asked`, async () => {
      for (const ending of endings) {
        for (const accept of ['application/json', 'application/xml', '*/*']) {
          for (const kind of ['none', 'wrong', 'absurd', 'revoked', 'lapsed'] as const) {
            const token = kind === 'none' ? '' : encodeURIComponent(tokens[kind]);
            const path = withEnding(endpoint, ending);
            const target = `${path}${path.includes('?') ? '&' : '?'}X-Plex-Token=${token}`;
            const headers = { accept, 'x-plex-client-identifier': 'cid-1' };
            const answer = await ask(harness, methodOf(name), target, { headers });
            const format = formatOf(wants, ending, accept);
            const asked = `${kind} ${accept} ${ending}`;
            assertReadable(answer, format);
            assert.equal(answer.headers.get('cache-control'), 'no-store', asked);
            if (wants === 'token') {
              assert.equal(answer.status, 401, asked);
              assert.deepEqual(errorOf(answer), { code: 1001, status: 401 }, asked);
              continue;
            }
            const missing = kind === 'none' || kind === 'absurd';
            const words = missing ? 'User could not be authenticated' : 'Invalid token';
            assert.equal(answer.status, missing ? 401 : 422, asked);
            if (format === 'json') assert.deepEqual(answer.json, { error: words }, asked);
            else assert.match(answer.text, new RegExp(`<errors>\\s*<error>${words}</error>\\s*</errors>`), asked);
          }
        }
      }
    });
  }
});

describe('a client identifier that is missing, doubled or too long', () => {
  const cases: readonly (readonly [query: string, code: number])[] = [
    ['', 1000],
    ['X-Plex-Client-Identifier=', 1000],
    ['X-Plex-Client-Identifier=a&x-plex-client-identifier=b', 1004],
    [`X-Plex-Client-Identifier=${'a'.repeat(256)}`, 1004],
  ];
  for (const [name, endpoint] of Object.entries(endpoints)) {
    const { wants, endings } = endpoint;
    if (wants !== 'identifier' && wants !== 'old identifier') continue;
    it(`at ${name}: 400, and 1000 or 1004 where numbers are told (S6)`, async () => {
      for (const ending of endings) {
        for (const accept of ['application/json', '*/*']) {
          for (const [query, code] of cases) {
            const target = `${withEnding(endpoint, ending)}?${query}`;
            const answer = await ask(harness, methodOf(name), target, { headers: { accept } });
            assertReadable(answer, formatOf(wants, ending, accept));
            assert.equal(answer.status, 400, target);
            if (wants === 'identifier') assert.deepEqual(errorOf(answer), { code, status: 400 }, target);
          }
        }
      }
    });
  }
});

describe("another device's pin and another person's device", () => {
  it('look as if they were not there: 404/1020, and 404 in the old API (S9 S11)', async () => {
    const headers = { 'x-plex-client-identifier': 'mine', accept: 'application/json' };
    const { id } = (await ask(harness, 'POST', '/api/v2/pins', { headers })).json as { id: number };
    for (const method of ['GET', 'DELETE']) {
      for (const ending of any) {
        const theirs = { headers: { 'x-plex-client-identifier': 'theirs' } };
        const answer = await ask(harness, method, `/api/v2/pins/${id}${ending}`, theirs);
        assert.deepEqual(errorOf(answer), { code: 1020, status: 404 });
        const absent = await ask(harness, method, `/api/v2/pins/1${ending}`, theirs);
        assert.equal(answer.text, absent.text);
      }
    }
    const old = await ask(harness, 'GET', `/pins/${id}.xml`, { headers: { 'x-plex-client-identifier': 'theirs' } });
    assert.equal(old.status, 404);
    const ben = await link(harness, await harness.person('ben'), 'tv', true);
    const [grant] = await harness.store.grants.listFor((await harness.person('ben')).id);
    const ada = await link(harness, await harness.person('ada'), 'tv', true);
    const { json } = await ask(harness, 'GET', '/api/v2/devices.json', { headers: { 'x-plex-token': ben } });
    const [device] = json as readonly { id: number }[];
    const refused = await ask(harness, 'DELETE', `/devices/${device?.id}.xml`, { headers: { 'x-plex-token': ada } });
    assert.equal(refused.status, 404);
    assert.notEqual(await harness.store.grants.byTokenHash(grant?.tokenHash ?? ''), undefined);
  });
});

describe('an address asked about', () => {
  it('that is none is 400/1004, even for an admin; for others it is 403/1043', async () => {
    const made = await harness.store.accounts.add(
      { ...(await harness.person('ada')), id: 'admin-0000000000000000', username: 'root', email: null, isAdmin: true },
      { by: 'operator' },
      0,
    );
    assert.ok('added' in made);
    const root = { headers: { 'x-plex-token': await link(harness, made.added, 'desk') } };
    const ada = { headers: { 'x-plex-token': await link(harness, await harness.person('ada'), 'desk') } };
    for (const ending of ['.json', '.xml']) {
      const path = `/api/v2/geoip${ending}?ip_address=`;
      for (const address of ['203.0.113.9', '2001:db8::1', '[2001:db8::1]', 'fe80::1%25eth0', '::ffff:10.0.0.1']) {
        assert.equal((await ask(harness, 'GET', `${path}${address}`, root)).status, 200, address);
        assert.deepEqual(errorOf(await ask(harness, 'GET', `${path}${address}`, ada)), { code: 1043, status: 403 });
      }
      for (const odd of ['x', '1.2.3', '1.2.3.4.5', '[1.2.3.4]', '999.1.1.1', '2001:db8::1::2', '%00', '1.2.3.4/8']) {
        assert.deepEqual(errorOf(await ask(harness, 'GET', `${path}${odd}`, root)), { code: 1004, status: 400 }, odd);
      }
      assert.equal((await ask(harness, 'GET', `${path}127.0.0.1`)).status, 200, 'the own address needs no token');
    }
  });
});

describe('nonsense', () => {
  const types = fc.constantFrom(
    ...['application/json', 'application/x-www-form-urlencoded', 'application/octet-stream', 'text/plain'],
    ...['multipart/form-data; boundary=x', 'application/json; charset=utf-7', ';;;'],
  );
  const names = fc.constantFrom(
    ...['code', 'strong', 'login', 'password', 'user', 'user[login]', 'user[password]', '__proto__'],
    ...['X-Plex-Client-Identifier', 'X-Plex-Token', 'X-Plex-Product'],
  );
  const formBody = fc
    .array(
      fc.tuple(
        names,
        fc.string({ unit: 'binary' }).map((text) => text.toWellFormed()),
      ),
    )
    .map((pairs) => new URLSearchParams(pairs).toString());
  const jsonBody = fc.dictionary(names, fc.jsonValue()).map((value) => JSON.stringify(value));
  const rawBody = fc.uint8Array({ maxLength: 300 }).map((bytes) => new Uint8Array(bytes));
  const body = fc.oneof(formBody, jsonBody, rawBody, fc.constantFrom('""', 'null', '[]', '{', '%', '%zz=%'));
  const peer = fc.tuple(fc.nat({ max: 255 }), fc.nat({ max: 255 })).map(([a, b]) => `198.51.${a}.${b}`);

  const fair = (answer: Answer, said: Saying): void => {
    assert.ok(answer.status < 500, `${answer.status} for ${JSON.stringify(said)}`);
    assertReadable(answer);
    assert.doesNotMatch(answer.text, /\.[jt]s:\d|\bat \S+ \([^)]*:\d+\)|TypeError/);
  };

  for (const [name, endpoint] of Object.entries(endpoints)) {
    if (methodOf(name) === 'GET') continue;
    it(`in the body of ${name} is answered in the catalogue's words, never with a 5xx`, async () => {
      const token = await link(harness, await harness.person('ada'), `talker ${name}`, true);
      for (const ending of endpoint.endings) {
        await fc.assert(
          fc.asyncProperty(types, body, peer, fc.boolean(), async (type, text, from, known) => {
            const live = known && !name.includes('signout') && !name.includes('/devices');
            const headers = {
              'content-type': type,
              'x-plex-client-identifier': 'cid-1',
              ...(live ? { 'x-plex-token': token } : {}),
            };
            const said = { headers, body: text, peer: from };
            fair(await ask(harness, methodOf(name), withEnding(endpoint, ending), said), said);
          }),
          { numRuns: 60 },
        );
      }
    });
  }

  it('in path, query and headers is answered too', async () => {
    const token = await link(harness, await harness.person('ada'), 'wanderer', true);
    const part = fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => encodeURIComponent(text));
    const paths = fc.oneof(
      fc
        .tuple(fc.constantFrom('/api/v2/pins/', '/devices/', '/pins/', '/users/', '/api/v2/', '/api/'), part)
        .map((both) => both.join('')),
      fc.constantFrom(...Object.values(endpoints).map(({ asked }) => asked.split('?')[0] ?? '')),
    );
    const header = fc.string({ unit: fc.constantFrom(...'aB0 ,;:=/+"\'<&é\u00ff'.split('')), maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'),
        paths,
        fc.constantFrom(...any, '.svg', '.png', '.exe'),
        fc
          .string({ unit: 'grapheme', maxLength: 60 })
          .map((text) => encodeURI(text.toWellFormed()).replaceAll('#', '')),
        header,
        fc.boolean(),
        async (method, path, ending, query, text, known) => {
          const ends = method === 'DELETE' && /signout|devices/.test(path);
          const headers = {
            accept: text,
            authorization: `Basic ${text}`,
            'x-plex-client-identifier': 'cid-1',
            ...(known && !ends ? { 'x-plex-token': token } : { 'x-plex-token': text }),
          };
          const said = { headers };
          const answer = await ask(harness, method, `${path}${ending}?${query}`, said);
          if (method === 'HEAD') assert.ok(answer.status < 500 && answer.text === '', path);
          else fair(answer, said);
        },
      ),
      { numRuns: 600 },
    );
  });

  it('longer than 64 KiB is 413, before it is looked at', async () => {
    for (const [name, endpoint] of Object.entries(endpoints)) {
      if (methodOf(name) === 'GET') continue;
      const [ending = ''] = endpoint.endings;
      const said = { headers: { 'x-plex-client-identifier': 'cid-1' }, body: 'x'.repeat(64 * 1024 + 1) };
      assert.equal((await ask(harness, methodOf(name), withEnding(endpoint, ending), said)).status, 413, name);
    }
  });
});
