// An app that signs in at plex.tv, and the test of its author.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Person } from '../../../../test/harness/person.ts';
import { until } from '../../../../test/support/until.ts';
import { app, headers, withPlex, type PlexPin } from './app.testing.ts';
import { emulator } from './testing.ts';

describe('a sign-in', () => {
  it('is approved as a person of the options, whose token is theirs', () =>
    withPlex(
      async (plex, my) => {
        const asked = await my.pin();
        assert.equal(await my.token(asked), null);
        const pin = await plex.nextPin();
        assert.deepEqual(pin, {
          code: asked.code,
          id: asked.id,
          strong: true,
          clientIdentifier: 'my-app',
          product: 'My App',
        });
        await plex.approve(pin, { as: 'grace' });
        const approved = (await (await my.poll(asked)).json()) as PlexPin;
        assert.equal(approved.newRegistration, false);
        const token = approved.authToken;
        assert.match(token ?? '', /^[0-9A-Za-z]{20}$/);
        const user = await my.user(token ?? '');
        assert.equal(user['username'], 'grace');
        assert.equal(user['email'], 'grace@example.com');
      },
      { people: ['ada', 'grace'] },
    ));

  it('of somebody whom a household manages has no e-mail address', () =>
    withPlex(
      async (plex, my) => {
        const asked = await my.pin();
        await plex.approve(asked.code);
        assert.equal((await my.user((await my.token(asked)) ?? ''))['email'], null);
      },
      { people: [{ name: 'kid', email: null }] },
    ));

  it('is approved by a person in a browser, who signs in with the password of the options', () =>
    withPlex(
      async (plex, my) => {
        const { code, ...asked } = await my.pin(false);
        const person = new Person(
          'https://plex.tv',
          () => ({ 'sec-fetch-site': 'same-origin' }),
          (request) => plex.fetch(request),
        );
        assert.equal((await person.signIn('ada', 'wrong')).status, 422);
        await person.signIn('ada', 'lovelace');
        assert.equal((await person.answer(code, 'yes')).path, '/done');
        assert.match((await my.token({ code, ...asked })) ?? '', /^\w{20}$/);
      },
      { people: [{ name: 'ada', password: 'lovelace' }] },
    ));

  it('is denied, cancelled or expires: the app finds its pin gone', () =>
    withPlex(async (plex, my) => {
      for (const end of ['deny', 'cancel', 'expire'] as const) {
        const asked = await my.pin();
        await plex[end](await plex.nextPin());
        const gone = await my.poll(asked);
        assert.equal(gone.status, 404, end);
        assert.equal(((await gone.json()) as { errors: { code: number }[] }).errors[0]?.code, 1020);
      }
    }));

  it('is waited for: the test is told of pins in their order, before and after they are asked for', () =>
    withPlex(async (plex, my) => {
      const [first, second] = [await my.pin(), await my.pin(false)];
      assert.equal((await plex.nextPin()).code, first.code);
      assert.equal((await plex.nextPin()).code, second.code);
      const third = plex.nextPin();
      const [fourth, stop] = [plex.nextPin(), new AbortController()];
      const never = plex.nextPin({ signal: stop.signal });
      const asked = [await my.pin(), await my.pin()];
      assert.deepEqual(
        [(await third).code, (await fourth).code],
        asked.map(({ code }) => code),
      );
      stop.abort(new Error('enough'));
      await assert.rejects(never, /enough/);
      const fifth = await my.pin();
      assert.equal((await plex.nextPin()).code, fifth.code, 'not swallowed by the wait that was ended');
      const left = plex.nextPin();
      const told = assert.rejects(left, /^EmulatorError: The emulator was closed while a test waited for a pin\.$/);
      await plex.close();
      await told;
    }));

  it('happens hundreds of times in a minute, with four symbols to type, and with wrong codes between', () =>
    withPlex(async (plex, my) => {
      for (let at = 0; at < 200; at += 1) {
        assert.equal((await my.pin(false)).code.length, 4);
        await assert.rejects(plex.approve('XXXXX'), /^EmulatorError: No live pin has the code XXXXX/);
        assert.equal((await my.poll({ id: 1 })).status, 404);
      }
    }));
});

describe('a mistake in the test is told in a sentence', () => {
  it('a person, a code or a route that there is not, and a pin that was decided', () =>
    withPlex(async (plex, my) => {
      const { code } = await my.pin();
      await assert.rejects(
        plex.approve(code, { as: 'bob' }),
        /^EmulatorError: There is nobody called bob\. There are ada\.$/,
      );
      await plex.approve(code);
      await assert.rejects(plex.deny(code), /The pin with the code \w+ was approved already\.$/);
      assert.throws(() => plex.calls('pins'), /"pins" is not a route\. Write a method and a path/);
      assert.throws(() => plex.calls('GET /api/v2/pin/:id'), /The emulator has no path \/api\/v2\/pin\/:id/);
      assert.throws(
        () => plex.faults.next('GET /api/v2/user', { kind: 'slow', milliseconds: 1 }, { times: 0 }),
        /times is 0/,
      );
      assert.throws(() => plex.faults.next('GET /api/v2/user', { kind: 'odd' } as never), /There is no fault "odd"/);
      assert.throws(() => plex.advance(-1), /not by -1/);
    }));

  it('people who are nobody or there twice', async () => {
    await assert.rejects(emulator({ people: [] }), /people is empty/);
    await assert.rejects(emulator({ people: ['ada', 'ada'] }), /two people with the name ada/);
    await assert.rejects(emulator({ people: [' '] }), /A person needs a name/);
    const shared = ['ada', 'grace'].map((name) => ({ name, email: 'home@example.com' }));
    await assert.rejects(
      emulator({ people: shared }),
      /^EmulatorError: There are two people with the name or e-mail address of grace/,
    );
  });

  it('it refuses to start in production', async (t) => {
    const before = process.env['NODE_ENV'];
    t.after(() => (before === undefined ? delete process.env['NODE_ENV'] : (process.env['NODE_ENV'] = before)));
    process.env['NODE_ENV'] = 'production';
    await assert.rejects(
      emulator().then((plex) => plex.close()),
      /does not start with NODE_ENV=production/,
    );
  });
});

describe('the clock', () => {
  it('runs by itself and is moved on: a pin has fewer seconds left, and is gone at its end', () =>
    withPlex(async (plex, my) => {
      const asked = await my.pin();
      plex.advance(600_000);
      const later = (await (await my.poll(asked)).json()) as PlexPin;
      assert.ok(
        later.expiresIn <= asked.expiresIn - 600 && later.expiresIn > asked.expiresIn - 660,
        `${later.expiresIn}`,
      );
      plex.advance(1_200_000);
      assert.equal((await my.poll(asked)).status, 404);
    }));

  it('ends polls that are held: a push arrives as in production', () =>
    withPlex(async (plex, my) => {
      const [one, two] = [await my.pin(), await my.pin()];
      const held = (pin: PlexPin) => my.ask(`/api/v2/pins/${pin.id}`, { headers: { prefer: 'wait=60' } });
      // The first poll of each tells it where the pin stands; from then on it is held.
      for (const pin of [one, two]) await my.poll(pin);
      const answers = [held(one), held(two)];
      await until('both polls have come', () => plex.calls('GET /api/v2/pins/:id').length === 4);
      await plex.approve(one);
      const approved = (await (await answers[0]!).json()) as PlexPin;
      assert.match(approved.authToken ?? '', /^\w{20}$/);
      await plex.expire(two);
      assert.equal((await answers[1]!).status, 404);
    }));
});

describe('what the app asked', () => {
  it('is listed by route, with headers, query, body and status', () =>
    withPlex(async (plex, my) => {
      const asked = await my.pin();
      await my.poll(asked);
      const body = new URLSearchParams({ login: 'ada', password: 'plex' });
      assert.equal((await my.ask('/api/v2/users/signin', { method: 'POST', body })).status, 201);
      const [create] = plex.calls('POST /api/v2/pins');
      assert.equal(create?.query['strong'], 'true');
      assert.equal(create.headers['x-plex-product'], 'My App');
      assert.equal(create.status, 201);
      assert.equal(plex.calls('GET /api/v2/pins/:id')[0]?.path, `/api/v2/pins/${asked.id}`);
      assert.equal(plex.calls('POST /api/v2/users/signin')[0]?.body, 'login=ada&password=plex');
      assert.deepEqual(
        plex.calls().map(({ method }) => method),
        ['POST', 'GET', 'POST'],
      );
      assert.deepEqual(plex.calls('DELETE /api/v2/pins/:id'), []);
    }));

  it('has nothing to do with a password that is wrong: no limit is met', () =>
    withPlex(async (_plex, my) => {
      const body = new URLSearchParams({ login: 'ada', password: 'wrong' });
      for (let at = 0; at < 60; at += 1) {
        assert.equal((await my.ask('/api/v2/users/signin', { method: 'POST', body })).status, 401);
      }
    }));

  it('501 is answered where plex.tv has something that the emulator has not', () =>
    withPlex(async (plex, my) => {
      for (const path of ['/api/v2/friends', '/oauth/token', '/healthz', '/api/home/users']) {
        const answer = await my.ask(path);
        assert.equal(answer.status, 501, path);
        assert.match(await answer.text(), /The emulator does not have GET \//);
      }
      assert.equal((await my.ask('/auth')).status, 200);
      const preflight = await my.ask('/api/v2/friends', { method: 'OPTIONS' });
      assert.equal(preflight.status, 204, 'a page gets as far as the 501');
      assert.equal((await plex.fetch('/api/v2/friends')).headers.get('access-control-allow-origin'), '*');
    }));

  it('and with strict closing fails', async () => {
    const plex = await emulator({ strict: true });
    await app(plex.url).ask('/api/v2/friends');
    await plex.reset();
    await app(plex.url).ask('/api/v2/home');
    await assert.rejects(
      plex.close(),
      /asked for what it does not have: GET \/api\/v2\/friends, GET \/api\/v2\/home\./,
    );
  });
});

describe('between two tests', () => {
  it('reset forgets pins, tokens, calls and faults, and the address stays', () =>
    withPlex(async (plex, my) => {
      const asked = await my.pin();
      await plex.approve(asked);
      const token = (await my.token(asked)) ?? '';
      await my.pin();
      plex.faults.next('/api/v2/user', { kind: 'server-error' });
      await plex.reset();
      assert.deepEqual(plex.calls(), []);
      assert.equal((await my.ask('/api/v2/user', { headers: { 'x-plex-token': token } })).status, 401);
      const next = await my.pin();
      assert.equal((await plex.nextPin()).code, next.code);
    }));

  it('fetch answers without a socket, whatever the host, for those who replace fetch', () =>
    withPlex(async (plex) => {
      const asked = (await (
        await plex.fetch('https://clients.plex.tv/api/v2/pins', {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
          body: 'strong=true',
        })
      ).json()) as PlexPin;
      assert.equal(asked.code.length, 25);
      assert.match(asked.qr ?? '', /^https:\/\/plex\.tv\//);
      await plex.approve(await plex.nextPin());
      const polled = await plex.fetch(new Request(`https://plex.tv/api/v2/pins/${asked.id}`, { headers }));
      assert.match(((await polled.json()) as PlexPin).authToken ?? '', /^\w{20}$/);
      assert.equal(plex.calls('POST /api/v2/pins')[0]?.body, 'strong=true');
      assert.equal((await plex.fetch('/api/v2/friends')).status, 501);
      plex.faults.next('/api/v2/user', { kind: 'dropped' });
      await assert.rejects(plex.fetch('/api/v2/user'), { name: 'TypeError', message: 'fetch failed' });
    }));

  it('closes once, and listens no more', async () => {
    const plex = await emulator();
    await Promise.all([plex.close(), plex.close()]);
    await assert.rejects(fetch(plex.url), TypeError);
  });
});

describe('media servers', () => {
  it('are told of to whoever is signed in', () =>
    withPlex(
      async (plex, my) => {
        const asked = await my.pin();
        await plex.approve(asked);
        const token = (await my.token(asked)) ?? '';
        const answer = await my.ask('/api/v2/resources', { headers: { 'x-plex-token': token } });
        const [server] = (await answer.json()) as {
          name: string;
          accessToken: string;
          connections: { uri: string }[];
        }[];
        assert.equal(server?.name, 'Attic');
        assert.equal(server.accessToken, token);
        assert.equal(server.connections[0]?.uri, 'http://127.0.0.1:32400');
      },
      { servers: [{ name: 'Attic', clientIdentifier: 'attic', connections: [{ uri: 'http://127.0.0.1:32400' }] }] },
    ));

  it('need an address: one that is wrong is told', async () => {
    const servers = [{ name: 'Attic', clientIdentifier: 'attic', connections: [] }];
    await assert.rejects(emulator({ servers }), /^EmulatorError: .*connections/);
  });
});
