import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type DeviceScene,
  beginDevice,
  beginDeviceWith,
  codeBody,
  deviceOutcome,
  endpoints,
  oauthError,
  pending,
  tokens,
} from './device-scene.testing.ts';
import { isLinkpinClientError } from './errors.ts';
import { createHandClock, settle } from './hand-clock.testing.ts';
import type { State } from './listening.ts';
import { createDeviceClient } from './oauth-client.ts';
import type { DeviceOutcome } from './oauth-sign-in.ts';
import { type Line, createScriptedFetch, json, noNetwork, silence } from './scripted-fetch.testing.ts';
import { watch } from './sign-in.testing.ts';

const gaps = ({ times }: DeviceScene): number[] => times.map((time, at) => time - (times[at - 1] ?? 0));

test('D1, D2: the code is asked for by a form in UTF-8, posted to its endpoint, with client_id in it', async () => {
  const options = { scope: 'read größer', resource: 'https://api.example/' };
  const { server } = await beginDeviceWith(options, codeBody(), pending);
  const [request] = server.seen;
  assert.equal(request?.method, 'POST');
  assert.equal(request.url.href, endpoints.deviceAuthorizationEndpoint);
  assert.equal(request.headers.get('content-type'), 'application/x-www-form-urlencoded');
  assert.equal(request.headers.get('accept'), 'application/json');
  assert.equal(request.headers.get('authorization'), null);
  assert.equal(request.body, 'client_id=tv&scope=read%20gr%C3%B6%C3%9Fer&resource=https%3A%2F%2Fapi.example%2F');
});

test('D4: a server is only asked over https, or on this very machine, unless that is allowed by name', () => {
  const make = (issuer: string, insecureHttp?: boolean): unknown =>
    createDeviceClient({ issuer, clientId: 'tv', insecureHttp });
  for (const issuer of ['https://a.example', 'http://localhost:3000', 'http://127.0.0.1/x', 'http://[::1]:80'])
    make(issuer);
  for (const issuer of [
    'http://a.example',
    'http://127.0.0.1.a.example',
    'http://localhost:1@a.example',
    'a.example',
    '',
  ]) {
    assert.throws(
      () => make(issuer),
      (error) => isLinkpinClientError(error, 'bad_option'),
      issuer,
    );
  }
  make('http://a.example', true);
  const half = { ...endpoints, tokenEndpoint: 'http://auth.example/token' };
  assert.throws(() => createDeviceClient({ endpoints: half, clientId: 'tv' }));
});

test('D7: no parameter is sent twice, and an empty one not at all', async () => {
  const scene = await beginDeviceWith({ scope: '', clientSecret: 's' }, codeBody(), tokens);
  await deviceOutcome(scene);
  for (const { body } of scene.server.seen) {
    const names = [...new URLSearchParams(body).keys()];
    assert.equal(new Set(names).size, names.length);
    assert.ok(!names.includes('scope'));
  }
});

test('D8: nothing is asked until the caller asks for a code', async () => {
  const { fetch, seen } = createScriptedFetch(json(codeBody()));
  const clock = createHandClock();
  const client = createDeviceClient({ endpoints, clientId: 'tv', fetch, clock });
  await clock.pass(60_000);
  assert.equal(seen.length, 0);
  await client.requestCode();
  assert.equal(seen.length, 1);
});

test('D11: five seconds when interval is absent, empty, zero or nonsense', async () => {
  for (const interval of [undefined, null, '', 0, -3, 'soon', 1.5]) {
    const scene = await beginDeviceWith({}, codeBody({ interval }), tokens);
    await deviceOutcome(scene);
    assert.deepEqual(scene.times, [5350], String(interval));
  }
});

test('D27, D28: every poll sends exactly the grant type, the device code and client_id', async () => {
  const scene = await beginDevice(pending, tokens);
  await deviceOutcome(scene);
  assert.equal(scene.polls().length, 2);
  for (const form of scene.polls()) {
    assert.deepEqual(Object.fromEntries(form), {
      client_id: 'tv',
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: 'the-device-code',
    });
  }
});

test('D3, D29: a client with a secret authenticates at both endpoints, percent-encoded (RFC 6749 §2.3.1)', async () => {
  const scene = await beginDeviceWith({ clientId: 'a:b', clientSecret: 'pä ss%' }, codeBody(), tokens);
  await deviceOutcome(scene);
  for (const { headers } of scene.server.seen) {
    const [, basic = ''] = /^Basic (.+)$/.exec(headers.get('authorization') ?? '') ?? [];
    assert.equal(atob(basic), 'a%3Ab:p%C3%A4%20ss%25');
  }
});

test('D32: it waits first, and at least the interval before every poll', async () => {
  const scene = await beginDevice(pending, pending, pending, tokens);
  assert.equal((await deviceOutcome(scene)).kind, 'approved');
  assert.deepEqual(gaps(scene), [5350, 5350, 5350, 5350]);
});

test('D32: hurrying does not poll sooner than the interval allows', async () => {
  const scene = await beginDevice(pending, noNetwork, noNetwork, tokens);
  watch(scene.signIn.wait());
  while (scene.times.length < 4) {
    scene.signIn.hurry();
    await scene.clock.pass(250);
  }
  for (const gap of gaps(scene)) assert.ok(gap >= 5350 && gap <= 5650, String(gap));
});

test('D33, D34: slow_down is not the end, and adds five seconds for this and every later poll', async () => {
  const slow = oauthError('slow_down');
  const scene = await beginDevice(pending, slow, pending, slow, pending, noNetwork, tokens);
  assert.equal((await deviceOutcome(scene)).kind, 'approved');
  const sums = [5, 5, 10, 10, 15, 15].map((seconds) => seconds * 1020 + 250);
  assert.deepEqual(gaps(scene).slice(0, 6), sums);
  assert.ok((gaps(scene)[6] ?? 0) >= 30_000, 'a failure doubles the slowed interval');
});

test('D34: a slowed interval is remembered across a restart', async () => {
  const scene = await beginDevice(oauthError('slow_down'), pending);
  watch(scene.signIn.wait());
  await scene.clock.pass(6000);
  const saved = JSON.parse(JSON.stringify(scene.signIn.save())) as ReturnType<typeof scene.signIn.save>;
  assert.equal(saved.interval, 10);
  scene.server.goOn(tokens);
  const seen = watch(scene.client.resume(saved).wait());
  await scene.clock.pass(10_449);
  assert.deepEqual(Object.keys(seen), []);
  await scene.clock.pass(1);
  assert.equal(seen.value?.kind, 'approved');
});

test('D35: access_denied is the outcome denied, at once', async () => {
  for (const line of [
    oauthError('access_denied'),
    oauthError('access_denied', 403),
    oauthError('authorization_declined'),
  ]) {
    const scene = await beginDevice(pending, line);
    assert.deepEqual(await deviceOutcome(scene), { kind: 'denied' });
    assert.equal(scene.times.length, 2);
  }
});

test('D36, D37: expired_token is the outcome expired, and no new code is asked for by itself', async () => {
  const scene = await beginDevice(oauthError('expired_token'));
  assert.deepEqual(await deviceOutcome(scene), { kind: 'expired' });
  await scene.clock.pass(3_600_000);
  assert.equal(scene.server.seen.length, 2);
});

test('D38: any other error ends the wait, and says what the server said, without the device code', async () => {
  const body = { error: 'invalid_grant', error_description: 'no code the-device-code\u001b[31m' };
  const outcome = await deviceOutcome(await beginDevice(pending, json(body, 400)));
  assert.ok(outcome.kind === 'failed');
  assert.equal(outcome.error.code, 'refused');
  assert.equal(outcome.error.oauthError, 'invalid_grant');
  assert.equal(outcome.error.status, 400);
  assert.equal(outcome.error.message, 'https://auth.example/token answered 400 invalid_grant no code … [31m');
  for (const [name, status] of [
    ['invalid_client', 401],
    ['unsupported_grant_type', 400],
    ['unknown_one', 400],
  ] as const) {
    const other = await deviceOutcome(await beginDevice(oauthError(name, status)));
    assert.ok(other.kind === 'failed' && other.error.oauthError === name);
  }
});

test('D39, D40: time-outs, lost networks and 5xx never end the wait; each doubles the pause', async () => {
  const busy = json({ error: 'server_error' }, 503);
  const scene = await beginDevice(silence, noNetwork, busy, pending, tokens);
  assert.equal((await deviceOutcome(scene)).kind, 'approved');
  const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0] = gaps(scene);
  assert.equal(first, 5350);
  assert.ok(second >= 30_000 + 10_000 && second < 30_000 + 12_000, String(second));
  assert.ok(third >= 20_000 && third < 22_000, String(third));
  assert.ok(fourth >= 32_000 && fourth < 34_500, String(fourth));
  assert.equal(fifth, 5350);
});

test('answers that mean nothing, and errors that pass, do not end the wait either', async () => {
  const passing: Line[] = [
    () => new Response('<html>Please accept our terms</html>', { headers: { 'content-type': 'text/html' } }),
    () => new Response('', { status: 302, headers: { location: 'https://elsewhere.example' } }),
    oauthError('temporarily_unavailable'),
    oauthError('server_error', 400),
    json({ error: 'too many' }, 429),
    json({}, 200),
    json(null, 200),
  ];
  for (const line of passing) {
    assert.equal((await deviceOutcome(await beginDevice(line, tokens))).kind, 'approved');
  }
});

test('Retry-After is kept to, also beside authorization_pending and slow_down', async () => {
  const wait = { 'retry-after': '30' };
  const scene = await beginDevice(json({}, 503, wait), oauthError('authorization_pending', 400, wait), pending, tokens);
  assert.equal((await deviceOutcome(scene)).kind, 'approved');
  const [, second = 0, third = 0, fourth = 0] = gaps(scene);
  assert.ok(second >= 30_000 && second < 32_000, String(second));
  assert.ok(third >= 30_000 && third < 31_000, String(third));
  assert.equal(fourth, 5350);
});

test('D41: nothing is asked after the expiry, by a clock that nobody sets', async () => {
  const scene = await beginDeviceWith({}, codeBody({ expires_in: '12' }), pending);
  scene.clock.setWall(0);
  const seen = watch(scene.signIn.wait());
  await scene.clock.pass(11_999);
  assert.equal(seen.value, undefined);
  await scene.clock.pass(8001);
  assert.deepEqual(seen.value, { kind: 'expired' });
  await scene.clock.pass(600_000);
  assert.deepEqual(scene.times, [5350, 10_700]);
});

test('D41: a machine that slept past the expiry does not ask', async () => {
  const scene = await beginDevice(pending);
  const seen = watch(scene.signIn.wait());
  await settle();
  const { now } = scene.clock;
  Object.assign(scene.clock, { now: () => now() + 3_600_000 });
  await scene.clock.pass(6000);
  assert.deepEqual(seen.value, { kind: 'expired' });
  assert.equal(scene.server.seen.length, 1);
});

test('D41: nothing is asked after success, after a denial, after a final error', async () => {
  for (const line of [tokens, oauthError('access_denied'), oauthError('invalid_grant')]) {
    const scene = await beginDevice(line);
    const outcome = await deviceOutcome(scene);
    await scene.clock.pass(600_000);
    assert.deepEqual(await scene.signIn.wait(), outcome);
    assert.equal(scene.times.length, 1);
    assert.equal(scene.clock.outstanding(), 0);
  }
});

test('approved: the tokens, whatever of them there is, and numbers also as strings', async () => {
  const full = {
    access_token: 'a',
    token_type: 'DPoP',
    expires_in: '3600',
    refresh_token: 'r',
    scope: 'read',
    id_token: 'i.d.t',
  };
  const outcome = await deviceOutcome(await beginDevice(json(full)));
  assert.deepEqual(outcome, {
    kind: 'approved',
    tokens: {
      accessToken: 'a',
      tokenType: 'DPoP',
      expiresIn: 3600,
      refreshToken: 'r',
      scope: 'read',
      idToken: 'i.d.t',
    },
  });
  const bare = await deviceOutcome(await beginDeviceWith({ scope: 'x y' }, codeBody(), json({ access_token: 'a' })));
  const nothing = { expiresIn: null, refreshToken: null, idToken: null };
  assert.deepEqual(bare, {
    kind: 'approved',
    tokens: { accessToken: 'a', tokenType: 'Bearer', scope: 'x y', ...nothing },
  });
});

test('the states count down, tell of retries, and end with the outcome; listeners share one series of polls', async () => {
  const scene = await beginDeviceWith({}, codeBody({ interval: 1 }), noNetwork, pending, tokens);
  const told: State<DeviceOutcome>[] = [];
  void (async () => {
    for await (const state of scene.signIn.states()) told.push(state);
  })();
  const seen = watch(scene.signIn.wait());
  while (!seen.value) await scene.clock.pass(250);
  const kinds = told.map(({ kind }) => kind).filter((kind, at, all) => kind !== all[at - 1]);
  assert.deepEqual(kinds, ['pending', 'retrying', 'pending', 'approved']);
  assert.equal(scene.server.most(), 1);
  assert.equal(scene.times.length, 3);
});

test('the number that the person has to type is told with the state, and no other servers’ member is', async () => {
  const opened: Line = () => Response.json({ error: 'authorization_pending', linkpin_number: 42 }, { status: 400 });
  const scene = await beginDeviceWith({}, codeBody({ interval: 1 }), pending, opened, opened, tokens);
  const told: State<DeviceOutcome>[] = [];
  void (async () => {
    for await (const state of scene.signIn.states()) told.push(state);
  })();
  const seen = watch(scene.signIn.wait());
  while (!seen.value) await scene.clock.pass(250);
  const steps = told.map((state) => (state.kind === 'opened' ? state.number : state.kind));
  assert.deepEqual([...new Set(steps)], ['pending', 42, 'approved']);
});

test('an abort ends the wait with the signal’s own reason and stops the polls; the sign-in can be waited for again', async () => {
  const scene = await beginDevice(pending);
  const controller = new AbortController();
  const seen = watch(scene.signIn.wait({ signal: controller.signal }));
  await scene.clock.pass(6000);
  controller.abort('enough');
  await scene.clock.pass(60_000);
  assert.equal(seen.error, 'enough');
  assert.equal(scene.times.length, 1);
  scene.server.goOn(tokens);
  assert.equal((await deviceOutcome(scene)).kind, 'approved');
});
