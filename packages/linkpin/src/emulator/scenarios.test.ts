// What authors of Plex apps stumble over, played by an app of theirs.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aDevice, deviceClaims } from '../../../../test/support/device.ts';
import { app, withPlex, type PlexPin } from './app.testing.ts';
import { emulator, type Emulator } from './emulator.ts';

type My = ReturnType<typeof app>;

async function signIn(plex: Emulator, my: My, as?: string): Promise<string> {
  const asked = await my.pin();
  await plex.approve(asked, as === undefined ? {} : { as });
  return (await my.token(asked)) ?? '';
}

const withToken = (token: string): RequestInit => ({ headers: { 'x-plex-token': token } });

interface HomeUser {
  readonly id: number;
  readonly uuid: string;
  readonly title: string;
  readonly email: string | null;
  readonly admin: boolean;
  readonly restricted: boolean;
  readonly protected: boolean;
}

async function home(my: My, token: string): Promise<readonly HomeUser[]> {
  const answer = await my.ask('/api/v2/home/users', withToken(token));
  return ((await answer.json()) as { users: HomeUser[] }).users;
}

async function becoming(my: My, token: string, id: number | string, pin = ''): Promise<[number, string]> {
  const answer = await my.ask(`/api/v2/home/users/${id}/switch?pin=${pin}`, { method: 'POST', ...withToken(token) });
  const { authToken, errors } = (await answer.json()) as { authToken?: string; errors?: { code: number }[] };
  return [answer.status, authToken ?? String(errors?.[0]?.code)];
}

/** A Plex JWT, as an app gets one that signs in with a key. */
async function jwtOf(plex: Emulator, my: My): Promise<string> {
  const device = aDevice('scenario');
  const body = JSON.stringify({ jwk: device.jwk, strong: true });
  const headers = { 'content-type': 'application/json' };
  const asked = (await (await my.ask('/api/v2/pins', { method: 'POST', headers, body })).json()) as PlexPin;
  const { nonce } = (await (await my.ask('/api/v2/auth/nonce')).json()) as { nonce: string };
  await plex.approve(asked);
  const jwt = device.sign(deviceClaims(nonce, 'my-app', Date.now()));
  const polled = await my.ask(`/api/v2/pins/${asked.id}?deviceJWT=${jwt}`);
  return ((await polled.json()) as PlexPin).authToken ?? '';
}

describe('abandoned-sign-in', () => {
  it('ends the stored token as soon as somebody approves, though the app never fetches the new one', () =>
    withPlex(
      async (plex, my) => {
        const stored = await signIn(plex, my);
        assert.equal((await my.user(stored))['username'], 'ada');
        const abandoned = await my.pin();
        assert.equal((await my.user(stored))['username'], 'ada', 'asking alone ends nothing');
        await plex.approve(abandoned);
        assert.equal((await my.ask('/api/v2/user', withToken(stored))).status, 401);
      },
      { scenario: 'abandoned-sign-in' },
    ));

  it('leaves alone tokens of other devices, of other people, and all of them without the scenario', () =>
    withPlex(
      async (plex, my) => {
        const mine = await signIn(plex, my);
        const other = await my.ask('/api/v2/pins', {
          method: 'POST',
          headers: { 'x-plex-client-identifier': 'another' },
        });
        await plex.approve(((await other.json()) as PlexPin).code);
        await signIn(plex, my, 'grace');
        assert.equal((await my.user(mine))['username'], 'ada');
        await plex.reset({ scenario: 'media-server' });
        const first = await signIn(plex, my);
        await signIn(plex, my);
        assert.equal((await my.user(first))['username'], 'ada');
      },
      { scenario: 'abandoned-sign-in', people: ['ada', 'grace'] },
    ));
});

describe('media-server', () => {
  it('is told of by plex.tv, says who it is to anybody, and checks tokens in a header or the query', () =>
    withPlex(
      async (plex, my) => {
        const token = await signIn(plex, my);
        const [attic] = (await (await my.ask('/api/v2/resources', withToken(token))).json()) as {
          owned: boolean;
          clientIdentifier: string;
          accessToken: string;
          connections: { uri: string }[];
        }[];
        assert.ok(attic?.owned);
        const url = attic.connections[0]?.uri ?? '';
        assert.deepEqual(plex.mediaServers, [{ name: 'Attic', clientIdentifier: 'attic', url }]);
        const server = app(url);
        const identity = await server.ask('/identity');
        const { MediaContainer } = (await identity.json()) as { MediaContainer: Record<string, unknown> };
        assert.equal(MediaContainer['machineIdentifier'], attic.clientIdentifier);
        const xml = await (await fetch(`${url}/?X-Plex-Token=${attic.accessToken}`)).text();
        assert.match(xml, /<MediaContainer [^>]*friendlyName="Attic"[^>]* myPlexUsername="ada"/);
        assert.equal((await server.ask('/library/sections', withToken(token))).status, 200);
        for (const wrong of [{}, withToken('x'.repeat(20)), withToken('')]) {
          const refused = await server.ask('/library/sections', wrong);
          assert.deepEqual([refused.status, refused.headers.get('content-type')], [401, 'text/html']);
        }
        assert.equal((await server.ask('/library/sections', { method: 'POST', ...withToken(token) })).status, 501);
        const calls = plex.calls('GET /library/sections');
        assert.deepEqual(
          calls.map(({ server: at, status }) => [at, status]),
          [200, 401, 401, 401].map((status) => ['Attic', status]),
        );
        await my.ask('/api/v2/users/signout', { method: 'DELETE', ...withToken(token) });
        assert.equal((await server.ask('/', withToken(token))).status, 401, 'a token that has ended');
        const other = await signIn(plex, my, 'grace');
        const [shared] = (await (await my.ask('/api/v2/resources', withToken(other))).json()) as { owned: boolean }[];
        assert.equal(shared?.owned, false);
      },
      { scenario: 'media-server' },
    ));

  it('stops with the emulator, and with strict what it does not have fails the run', async () => {
    const plex = await emulator({ scenario: 'media-server', strict: true });
    const url = plex.mediaServers[0]?.url ?? '';
    assert.equal((await fetch(`${url}/status/sessions`)).status, 501);
    await plex.reset();
    assert.equal((await fetch(`${url}/identity`)).status, 200, 'the same server');
    await plex.reset({ scenario: 'jwt-refused' });
    await assert.rejects(fetch(`${url}/identity`), TypeError);
    const other = plex.mediaServers[0]?.url ?? '';
    assert.equal((await fetch(`${other}/identity`)).status, 200);
    await assert.rejects(plex.close(), /what it does not have: GET \/status\/sessions of Attic\.$/);
    await assert.rejects(fetch(`${other}/identity`), TypeError);
  });
});

describe('jwt-refused', () => {
  it('plex.tv takes a JWT, the media server answers 401, and home switch 403', () =>
    withPlex(
      async (plex, my) => {
        const jwt = await jwtOf(plex, my);
        assert.match(jwt, /^eyJ/);
        assert.equal((await my.user(jwt))['username'], 'ada');
        const server = app(plex.mediaServers[0]?.url ?? '');
        assert.equal((await server.ask('/', withToken(jwt))).status, 401);
        const kid = (await home(my, jwt)).find(({ title }) => title === 'kid');
        assert.deepEqual(await becoming(my, jwt, kid?.id ?? 0), [403, '1043']);
        const old = await signIn(plex, app(plex.url));
        assert.equal((await server.ask('/', withToken(old))).status, 200);
        assert.equal((await becoming(my, old, kid?.id ?? 0))[0], 201);
      },
      { scenario: 'jwt-refused' },
    ));
});

describe('managed-users', () => {
  it('have no e-mail address, and are who a device becomes: with a pin, or without', () =>
    withPlex(
      async (plex, my) => {
        const token = await signIn(plex, my);
        const users = await home(my, token);
        assert.deepEqual(
          users.map(({ title, email, admin, restricted, protected: isProtected }) => [
            title,
            email,
            admin,
            restricted,
            isProtected,
          ]),
          [
            ['ada', 'ada@example.com', true, false, false],
            ['teen', null, false, true, true],
            ['kid', null, false, true, false],
          ],
        );
        const [, teen, kid] = users;
        const [status, kids] = await becoming(my, token, kid?.uuid ?? '');
        assert.equal(status, 201);
        const { username, email, restricted, homeSize } = await my.user(kids);
        assert.deepEqual([username, email, restricted, homeSize], ['kid', null, true, 3]);
        for (const pin of ['', '9999', '12345']) {
          assert.deepEqual(await becoming(my, token, teen?.id ?? 0, pin), [403, '1041'], pin);
        }
        const [, teens] = await becoming(my, token, teen?.id ?? 0, '1234');
        assert.equal((await my.user(teens))['username'], 'teen');
        const [back, adas] = await becoming(my, kids, users[0]?.id ?? 0);
        assert.equal(back, 201, 'and back again');
        assert.equal((await my.user(adas))['homeAdmin'], true);
        assert.deepEqual(await becoming(my, token, 999), [404, '1002']);
        assert.deepEqual(await becoming(my, 'x'.repeat(20), teen?.id ?? 0, '1234'), [401, '1001']);
      },
      { scenario: 'managed-users' },
    ));

  it('in the old API, too, in XML: lists, the way to become one, and the account', () =>
    withPlex(
      async (plex, my) => {
        const token = await signIn(plex, my);
        const read = async (path: string, more: RequestInit = {}): Promise<string> =>
          (await my.ask(`${path}${path.includes('?') ? '&' : '?'}X-Plex-Token=${token}`, more)).text();
        const users = await read('/api/home/users');
        assert.match(users, /<MediaContainer [^>]*size="3"/);
        const [, id = ''] = /<User id="(\d+)"[^>]* title="teen"[^>]* protected="1"/.exec(users) ?? [];
        assert.equal((await read('/api/users/')).match(/<User /g)?.length, 2, 'the others');
        assert.match(await read(`/api/home/users/${id}/switch`, { method: 'POST' }), /<error code="1041"/);
        const answer = await read(`/api/home/users/${id}/switch?pin=1234`, { method: 'POST' });
        const [, teens = ''] = /<user [^>]*authenticationToken="(\w{20})"/.exec(answer) ?? [];
        const account = await (await my.ask(`/users/account.xml?X-Plex-Token=${teens}`)).text();
        assert.match(account, /<user [^>]*email=""[^>]*/);
        assert.match(account, / restricted="1"/);
        const form = new URLSearchParams({ pin: '1234' });
        assert.match(await read(`/api/home/users/${id}/switch`, { method: 'POST', body: form }), /authenticationToken/);
      },
      { scenario: 'managed-users' },
    ));

  it('approve pins as others do, sign in with no password, and can be made to fail like everything else', () =>
    withPlex(
      async (plex, my) => {
        assert.equal((await my.user(await signIn(plex, my, 'kid')))['email'], null);
        const body = new URLSearchParams({ login: 'kid', password: 'plex' });
        assert.equal((await my.ask('/api/v2/users/signin', { method: 'POST', body })).status, 401);
        plex.faults.next('POST /api/v2/home/users/:id/switch', { kind: 'server-error', status: 503 });
        const token = await signIn(plex, my);
        const answer = await my.ask('/api/v2/home/users/1/switch', { method: 'POST', ...withToken(token) });
        assert.equal(answer.status, 503);
        assert.equal(plex.calls('POST /api/v2/home/users/:id/switch').length, 1);
      },
      { scenario: 'managed-users' },
    ));

  it('are nobody’s business outside the household, and where there is none, 501', () =>
    withPlex(
      async (plex, my) => {
        const grace = await signIn(plex, my, 'grace');
        assert.equal((await my.ask('/api/v2/home/users', withToken(grace))).status, 403);
        assert.equal((await my.user(grace))['home'], false);
        await plex.reset({ scenario: 'media-server' });
        assert.equal((await my.ask('/api/v2/home/users')).status, 501);
      },
      { people: ['ada', 'grace', { name: 'kid', email: null }] },
    ));
});

describe('shared-device', () => {
  it('one person after the other signs in on it, each with a token of their own, and nobody ends another’s', () =>
    withPlex(
      async (plex, my) => {
        const tokens = [await signIn(plex, my), await signIn(plex, my), await signIn(plex, my)];
        const who = async (token = ''): Promise<unknown> => (await my.user(token))['username'];
        assert.deepEqual(await Promise.all(tokens.map(who)), ['ada', 'grace', 'kid']);
        const again = await signIn(plex, my);
        assert.equal(await who(again), 'ada');
        assert.equal((await my.ask('/api/v2/user', withToken(tokens[0] ?? ''))).status, 401, 'hers of before');
        assert.equal(await who(tokens[1]), 'grace');
        const [, grace] = await home(my, again);
        const [, graces] = await becoming(my, again, grace?.id ?? 0, '2222');
        assert.equal(await who(graces), 'grace');
        await my.ask('/api/v2/users/signout', { method: 'DELETE', ...withToken(graces) });
        assert.equal(await who(again), 'ada');
      },
      { scenario: 'shared-device' },
    ));
});

describe('a mistake in what is asked for is told in a sentence', () => {
  it('a scenario that there is not, a pin that is none', async () => {
    await assert.rejects(
      emulator({ scenario: 'nothing' as never }),
      /^EmulatorError: There is no scenario "nothing"\. There are abandoned-sign-in, jwt-refused/,
    );
    await assert.rejects(emulator({ people: [{ name: 'ada', pin: '12' }] }), /The pin of ada is four digits/);
    await assert.rejects(emulator({ people: [{ name: 'ada', pin: 1234 as never }] }), /The pin of ada is four digits/);
  });
});
