import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import type { SettingsInput } from '@linkpin/server';
import { password } from '../harness/people.ts';
import { createHarness, type Harness } from '../harness/service.ts';
import { ask, errorOf, form, type Answer, type Saying } from './asking.ts';

function aHarness(seed: string, settings: SettingsInput = {}): Harness {
  const harness = createHarness(seed, { settings });
  after(() => harness.service.close());
  return harness;
}

const own = { 'x-plex-client-identifier': 'script' };

/** Signs in by each of the routes in each of their forms. */
const ways: Readonly<Record<string, (login: string, password: string) => readonly [path: string, saying: Saying]>> = {
  'v2 with a form': (login, password) => ['/api/v2/users/signin.json', form({ login, password })],
  'v2 with JSON': (login, password) => [
    '/api/v2/users/signin.xml',
    { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ login, password }) },
  ],
  'the old API with Basic': (login, password) => [
    '/users/sign_in.xml',
    { headers: { authorization: `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}` } },
  ],
  'the old API with a form': (login, password) => [
    '/users/sign_in.xml',
    form({ 'user[login]': login, 'user[password]': password }),
  ],
  'the old API with JSON': (login, password) => [
    '/users/sign_in.json',
    { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ user: { login, password } }) },
  ],
};

async function go(harness: Harness, way: string, login: string, password: string, more: Saying = {}): Promise<Answer> {
  const [path, saying] = ways[way]?.(login, password) ?? assert.fail(way);
  return ask(harness, 'POST', path, { ...saying, ...more, headers: { ...own, ...saying.headers, ...more.headers } });
}

describe('signing in with a password', () => {
  for (const way of Object.keys(ways)) {
    it(`works by ${way}, with the name or the e-mail address in any case`, async () => {
      const harness = aHarness(way);
      await harness.person('ada');
      for (const login of ['ada', 'ADA@example.com']) {
        const answer = await go(harness, way, login, password);
        assert.equal(answer.status, 201, answer.text);
        assert.match(answer.text, /auth_?[tT]oken"?[:=]"[0-9A-Za-z]{20}"/);
      }
    });

    it(`by ${way} tells a wrong password, an unknown name and 1025 bytes alike: 401`, async () => {
      const harness = aHarness(way);
      await harness.person('ada');
      const answers = [
        await go(harness, way, 'ada', 'wrong horse'),
        await go(harness, way, 'nobody', password),
        await go(harness, way, 'ada', 'x'.repeat(1025)),
      ];
      assert.deepEqual(
        answers.map(({ status }) => status),
        [401, 401, 401],
      );
      assert.equal(new Set(answers.map(({ text }) => text)).size, 1);
    });
  }
});

describe('an e-mail address that anybody typed', () => {
  it('is told as unconfirmed by every plex route, and one that an operator set as confirmed', async () => {
    const harness = aHarness('confirmed', { registration: 'open' });
    const ada = await harness.person('ada');
    assert.equal(ada.emailConfirmed, true);
    const account = { username: 'eve', email: 'ada@bank.example', password: password };
    const headers = { origin: 'http://127.0.0.1:4747', 'content-type': 'application/x-www-form-urlencoded' };
    const made = await ask(harness, 'POST', '/signup', { ...form(account), headers });
    assert.equal(made.status, 303, made.text);
    for (const [name, confirmed] of [
      ['eve', false],
      ['ada', true],
    ] as const) {
      const json = await go(harness, 'v2 with a form', name, password);
      const { authToken, ...user } = json.json as { readonly authToken: string; readonly confirmed: boolean };
      assert.equal(user.confirmed, confirmed);
      const xml = await go(harness, 'v2 with JSON', name, password);
      assert.match(xml.text, new RegExp(`confirmed="${confirmed ? 1 : 0}"`));
      const read = await ask(harness, 'GET', '/api/v2/user.json', { headers: { ...own, 'x-plex-token': authToken } });
      assert.equal((read.json as { readonly confirmed: boolean }).confirmed, confirmed);
    }
  });
});

describe('the sign-in budget', () => {
  it('is one for both API routes and the page, by name and network, and refuses even the right password', async () => {
    const harness = aHarness('budget', { passwordRoutes: 'on' });
    await harness.person('ada');
    const peer = '198.51.100.99';
    for (let turn = 0; turn < 10; turn += 1) {
      const way = turn % 2 === 0 ? 'v2 with a form' : 'the old API with Basic';
      assert.equal((await go(harness, way, 'ada', 'wrong', { peer })).status, 401);
    }
    const v2 = await go(harness, 'v2 with a form', ' ADA ', password, { peer });
    assert.deepEqual(errorOf(v2), { code: 1003, status: 429 });
    assert.ok(Number(v2.headers.get('retry-after')) > 0);
    const old = await go(harness, 'the old API with JSON', 'ada', password, { peer });
    assert.deepEqual([old.status, old.json], [429, { error: 'API rate limit exceeded' }]);
    const { headers, body } = form({ name: 'ada', password: password });
    const page = { headers: { ...headers, origin: 'http://127.0.0.1:4747' }, body: body ?? '', peer };
    assert.equal((await ask(harness, 'POST', '/signin', page)).status, 429);
    const elsewhere = { peer: '203.0.113.9' };
    assert.equal((await go(harness, 'v2 with a form', 'ada', password, elsewhere)).status, 201);
  });

  it('tells and counts a name that nobody has as one that somebody has', async () => {
    const harness = aHarness('nobody', { passwordRoutes: 'on' });
    await harness.person('ada');
    const told = async (name: string) => {
      const answers = [];
      for (let turn = 0; turn < 12; turn += 1) {
        const { status, text, headers } = await go(harness, 'v2 with a form', name, 'wrong', { peer: '198.51.100.99' });
        answers.push([status, text, headers.get('retry-after')]);
      }
      return answers;
    };
    assert.deepEqual(await told('ada'), await told('nobody'));
  });

  it('of a network is spent by many names; each other name there is slowed, not shut out', async () => {
    const harness = aHarness('network', { passwordRoutes: 'on' });
    await harness.person('ada');
    for (let turn = 0; turn < 30; turn += 1) await go(harness, 'v2 with a form', `nobody${turn}`, 'wrong');
    const statuses = [];
    for (const word of ['wrong', password, 'wrong', 'wrong']) {
      statuses.push((await go(harness, 'the old API with Basic', 'ada', word)).status);
    }
    assert.deepEqual(statuses, [401, 201, 401, 429]);
  });
});

describe('the setting passwordRoutes', () => {
  const outside = 'https://link.example';
  const cases: readonly (readonly [settings: SettingsInput, host: string, open: boolean])[] = [
    [{}, '127.0.0.1:4747', true],
    [{ publicUrl: 'http://localhost:4747' }, 'localhost:4747', true],
    [{ host: '0.0.0.0' }, '127.0.0.1:4747', false],
    [{ publicUrl: outside }, 'link.example', false],
    [{ publicUrl: outside }, '127.0.0.1:4747', false],
    [{ allowedHosts: 'tv.lan' }, '127.0.0.1:4747', false],
    [{ passwordRoutes: 'off' }, '127.0.0.1:4747', false],
    [{ passwordRoutes: 'on', publicUrl: outside }, 'link.example', true],
  ];
  for (const [settings, host, open] of cases) {
    it(`${JSON.stringify(settings)} ${open ? 'lets people in' : 'is as good as an unknown path'} at ${host}`, async () => {
      const harness = aHarness(JSON.stringify(settings), settings);
      await harness.person('ada');
      const more = { headers: { host } };
      const v2 = await go(harness, 'v2 with a form', 'ada', password, more);
      const old = await go(harness, 'the old API with JSON', 'ada', password, more);
      assert.deepEqual([v2.status, old.status], open ? [201, 201] : [404, 404]);
      if (open) return;
      assert.deepEqual(errorOf(v2), { code: 1002, status: 404 });
      for (const { text } of [v2, old])
        assert.match(text, /password is switched off here\. Link the device with a code/);
    });
  }
});

describe('the setting passwordRoutes, by itself', () => {
  it('lets nobody in from elsewhere, nor through a proxy that nobody declared', async () => {
    const harness = aHarness('elsewhere');
    await harness.person('ada');
    const [peer, headers] = ['198.51.100.1', { 'x-forwarded-for': '198.51.100.1' }];
    assert.equal((await go(harness, 'v2 with a form', 'ada', password, { peer })).status, 404);
    assert.equal((await go(harness, 'v2 with a form', 'ada', password, { headers })).status, 404);
    assert.equal((await go(harness, 'v2 with a form', 'ada', password)).status, 201);
  });
});

describe('a page of another origin', () => {
  const foreign: readonly Readonly<Record<string, string>>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:8080' },
  ];
  it('can neither ask whether it may, nor sign in, nor read the answer, nor use up the budget', async () => {
    const harness = aHarness('foreign');
    await harness.person('ada');
    for (const path of ['/api/v2/users/signin', '/users/sign_in.xml', '/users/sign_in.json']) {
      const preflight = await ask(harness, 'OPTIONS', path, { headers: { origin: 'https://evil.example' } });
      assert.deepEqual([preflight.status, preflight.headers.get('allow')], [405, 'POST']);
      assert.equal(preflight.headers.get('access-control-allow-origin'), null);
    }
    for (const way of Object.keys(ways)) {
      for (const headers of foreign) {
        const answer = await go(harness, way, 'ada', password, { headers });
        assert.equal(answer.status, 403, JSON.stringify(headers));
        assert.equal(answer.headers.get('access-control-allow-origin'), null);
      }
    }
    const answer = await go(harness, 'v2 with a form', 'ada', password);
    assert.equal(answer.status, 201);
    assert.equal(answer.headers.get('access-control-allow-origin'), null);
  });
});
