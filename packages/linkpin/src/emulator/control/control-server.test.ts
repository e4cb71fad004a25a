// Steering an emulator from outside its process: who may, and what.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { app, type PlexPin } from '../app.testing.ts';
import { emulator, type Emulator } from '../emulator.ts';
import { openControl, type ControlPort } from './control-port.ts';
import { serveControl } from './control-server.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** `fetch` would not let a test choose `Host`, `Origin` and `Cookie`. */
async function ask(
  { url }: Pick<ControlPort, 'url'>,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body = '',
): Promise<Answer> {
  const asked = request(`${url}${path}`, { method, headers, agent: false });
  asked.end(body);
  const [response] = (await once(asked, 'response')) as [import('node:http').IncomingMessage];
  return { status: response.statusCode ?? 0, headers: response.headers, body: await text(response) };
}

async function withControl(
  test: (
    control: ControlPort,
    plex: Emulator,
    call: (method: string, path: string, value?: unknown) => Promise<Answer>,
  ) => Promise<void>,
): Promise<void> {
  await using plex = await emulator({ people: ['ada', 'grace'] });
  const control = await openControl();
  serveControl(control, plex);
  const call = (method: string, path: string, value?: unknown): Promise<Answer> =>
    ask(
      control,
      method,
      path,
      { authorization: `Bearer ${control.secret}`, 'content-type': 'application/json' },
      value === undefined ? '' : JSON.stringify(value),
    );
  try {
    await test(control, plex, call);
  } finally {
    await control.close();
  }
}

const my = app('https://plex.tv');

describe('the control API', () => {
  it('lists pins and what became of them, approves, denies, cancels and lets expire', () =>
    withControl(async (_control, _plex, call) => {
      const pins: PlexPin[] = [];
      for (let at = 0; at < 5; at += 1) pins.push(await my.pin());
      const act = async (at: number, decision: string, fields?: unknown): Promise<number> =>
        (await call('POST', `/api/pins/${pins[at]?.code}/${decision}`, fields)).status;
      assert.deepEqual(
        [await act(0, 'approve', { as: 'grace' }), await act(1, 'deny'), await act(2, 'cancel')],
        [204, 204, 204],
      );
      const token = (await my.token(pins[0] as PlexPin)) ?? '';
      assert.equal((await my.user(token))['username'], 'grace');
      assert.equal(await act(3, 'approve'), 204);
      assert.equal(await act(4, 'expire'), 204, 'and the one that was approved, too');
      const listed = JSON.parse((await call('GET', '/api/pins')).body) as {
        code: string;
        state: string;
        product: string;
      }[];
      assert.deepEqual(
        listed.map(({ code }) => code),
        pins.map(({ code }) => code).toReversed(),
      );
      assert.deepEqual(
        listed.map(({ state }) => state),
        ['expired', 'expired', 'cancelled', 'denied', 'redeemed'],
      );
      assert.equal(listed[0]?.product, 'My App');
    }));

  it('breaks responses, moves the clock, lists calls without what is secret, and forgets everything', () =>
    withControl(async (_control, _plex, call) => {
      const fault = { route: 'GET /api/v2/pins/:id', kind: 'rate-limited', retryAfter: 3, times: 2 };
      assert.equal((await call('POST', '/api/faults', fault)).status, 204);
      const asked = await my.pin();
      assert.deepEqual([(await my.poll(asked)).status, (await my.poll(asked)).headers.get('retry-after')], [429, '3']);
      await call('POST', '/api/faults', { ...fault, kind: 'server-error' });
      await call('DELETE', '/api/faults');
      await call('POST', '/api/clock', { advance: 1_800_000 });
      assert.equal((await my.poll(asked)).status, 404);
      await my.ask('/api/v2/user?X-Plex-Token=hidden&deviceJWT=hidden&x=shown', {
        headers: { 'x-plex-token': 'hidden' },
      });
      const { body } = await call('GET', '/api/calls?route=GET%20/api/v2/user');
      assert.doesNotMatch(body, /hidden/);
      const [shown] = JSON.parse(body) as { query: object; status: number; product: string }[];
      assert.deepEqual(shown?.query, { 'X-Plex-Token': '…', deviceJWT: '…', x: 'shown' });
      assert.deepEqual([shown.status, shown.product], [401, 'My App']);
      assert.equal((await call('POST', '/api/reset')).status, 204);
      assert.equal((await call('GET', '/api/calls')).body, '[]');
    }));

  it('says in a sentence what it cannot do', () =>
    withControl(async (control, _plex, call) => {
      for (const [method, path, value, status, why] of [
        ['POST', '/api/pins/NONE5/approve', {}, 422, /No live pin has the code NONE5/],
        ['POST', '/api/pins/NONE5/approve', { as: 1 }, 422, /\\"as\\" is text/],
        ['POST', '/api/faults', { route: '/x', kind: 'slow', milliseconds: 1 }, 422, /has no path \/x/],
        ['POST', '/api/faults', { route: '/api/v2/user', kind: 'slow' }, 422, /milliseconds is a number/],
        ['POST', '/api/faults', { route: '/api/v2/user', kind: 'toString' }, 422, /There is no fault/],
        ['POST', '/api/faults', { route: '/api/v2/user', kind: 'missing', members: ['('] }, 422, /members is a list/],
        ['POST', '/api/clock', {}, 422, /number of milliseconds/],
        ['POST', '/api/clock', [], 422, /not a JSON object/],
        ['GET', '/api/calls?route=x', undefined, 422, /is not a route/],
        ['GET', '/api/nothing', undefined, 404, /There is no GET/],
        ['OPTIONS', '/api/pins', undefined, 404, /There is no OPTIONS/],
      ] as const) {
        const answer = await call(method, path, value);
        assert.equal(answer.status, status, `${method} ${path}`);
        assert.match(answer.body, why);
        assert.equal(answer.headers['access-control-allow-origin'], undefined);
      }
      const large = await ask(
        control,
        'POST',
        '/api/reset',
        { authorization: `Bearer ${control.secret}` },
        'x'.repeat(70_000),
      );
      assert.match(large.body, /too large/);
    }));
});

describe('nobody else reaches it', () => {
  it('without the secret, by another name of this machine, or from a page of another origin', () =>
    withControl(async (control) => {
      const good = { authorization: `Bearer ${control.secret}` };
      const host = new URL(control.url).host;
      for (const [headers, status] of [
        [{}, 401],
        [{ authorization: 'Bearer wrong' }, 401],
        [{ authorization: `Bearer ${'x'.repeat(32)}` }, 401],
        [{ ...good, host: 'evil.example' }, 421],
        [{ ...good, host: `evil.example:${new URL(control.url).port}` }, 421],
        [{ ...good, origin: 'http://evil.example' }, 403],
        [{ ...good, origin: 'null' }, 403],
        [{ ...good, origin: 'http://127.0.0.1:1' }, 403],
        [good, 200],
        [{ ...good, origin: `http://${host}` }, 200],
      ] as const) {
        const { status: answered, headers: given } = await ask(control, 'GET', '/api/pins', headers);
        assert.equal(answered, status, JSON.stringify(headers));
        assert.equal(given['access-control-allow-origin'], undefined);
      }
    }));

  it('a browser that comes with the link keeps a cookie that only its own pages send, and forms need their origin', () =>
    withControl(async (control) => {
      const arrived = await ask(control, 'GET', `/?key=${control.secret}`);
      assert.deepEqual([arrived.status, arrived.headers['location']], [303, '/']);
      const [set = ''] = arrived.headers['set-cookie'] as string[];
      assert.match(set, /; HttpOnly; SameSite=Strict; Path=\/$/);
      assert.ok(set.startsWith(`linkpin-emulator-${new URL(control.url).port}=`));
      const cookie = set.slice(0, set.indexOf(';'));
      const page = await ask(control, 'GET', '/', { cookie: `other=1; ${cookie}` });
      assert.equal(page.status, 200);
      assert.match(String(page.headers['content-security-policy']), /default-src 'none'.*frame-ancestors 'none'/);
      assert.doesNotMatch(page.body, new RegExp(control.secret));
      assert.equal((await ask(control, 'GET', '/?key=wrong', {})).status, 401);
      const asked = await my.pin();
      const path = `/pins/${asked.code}/approve`;
      assert.equal((await ask(control, 'POST', path, { cookie })).status, 403);
      assert.equal((await ask(control, 'POST', path, { cookie, origin: 'http://evil.example' })).status, 403);
      assert.equal((await ask(control, 'POST', `${path}?key=${control.secret}`, { origin: control.url })).status, 401);
      const form = { cookie, origin: control.url, 'content-type': 'application/x-www-form-urlencoded' };
      assert.equal((await ask(control, 'POST', path, form, 'as=ada')).status, 303);
      const again = await ask(control, 'POST', path, form, 'as=ada');
      assert.equal(again.status, 422);
      assert.match(again.body, /role="alert">The pin with the code \w+ was approved already\./);
    }));
});
