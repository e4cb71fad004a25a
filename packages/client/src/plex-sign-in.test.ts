import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLinkpinClientError } from './errors.ts';
import { createHandClock } from './hand-clock.testing.ts';
import { createPlexClient } from './plex-client.ts';
import {
  type Line,
  createScriptedFetch,
  json,
  noNetwork,
  notFound,
  pinBody,
  silence,
} from './scripted-fetch.testing.ts';
import { approved, begin, beginAt, outcomeOf, pendingAt, watch } from './sign-in.testing.ts';

const pending = json(pinBody());
const status = (code: number, body: unknown = {}, headers: Record<string, string> = {}): Line =>
  json(body, code, headers);

test('a pin is asked for, waits, and turns into its token', async () => {
  const scene = await begin(pendingAt(1), pendingAt(2), approved);
  const outcome = await outcomeOf(scene);
  assert.ok(outcome.kind === 'approved');
  assert.equal(outcome.token, 'token-20-characters');
  assert.equal(outcome.pin.newRegistration, false);
  assert.equal(scene.server.seen.length, 4);
  assert.equal(scene.clock.outstanding(), 0);
});

test('C1: create and poll carry the same client identifier, and the poll the code as well', async () => {
  const scene = await begin(approved);
  await outcomeOf(scene);
  const [create, poll] = scene.server.seen;
  assert.equal(create?.method, 'POST');
  assert.equal(poll?.method, 'GET');
  assert.equal(poll?.url.pathname, '/api/v2/pins/538114995');
  assert.equal(poll?.url.searchParams.get('code'), '7RQZ');
  for (const { headers } of scene.server.seen) {
    assert.equal(headers.get('x-plex-client-identifier'), 'client-1');
    assert.equal(headers.get('x-plex-product'), 'Test');
    assert.equal(headers.get('accept'), 'application/json');
  }
});

test('C2: a create may answer 200 or 201', async () => {
  for (const code of [200, 201]) {
    const { fetch } = createScriptedFetch(status(code, pinBody()));
    const plex = createPlexClient({ clientIdentifier: 'c', product: 'P', fetch, clock: createHandClock() });
    assert.equal((await plex.requestPin()).code, '7RQZ');
  }
});

test('C2: 404, and error 1020 under any status, end the wait; without a word from the server the pin is gone', async () => {
  const errors = (code: number): unknown => ({ errors: [{ code, message: 'Code not found or expired' }] });
  for (const answer of [notFound(), status(404, 'nothing here'), status(400, errors(1020))]) {
    const scene = await begin(pendingAt(1), answer);
    assert.deepEqual(await outcomeOf(scene), { kind: 'gone' });
    assert.equal(scene.server.seen.length, 3);
  }
});

test('a linkpin server says why the pin is gone', async () => {
  for (const kind of ['denied', 'cancelled', 'expired', 'taken']) {
    assert.deepEqual(await outcomeOf(await begin(notFound(kind))), { kind });
  }
  assert.deepEqual(await outcomeOf(await begin(notFound('eaten'))), { kind: 'gone' });
});

test('C2: server errors, lost networks, rate limits and silence do not end the wait', async () => {
  const scene = await begin(
    status(500),
    noNetwork,
    status(429, { errors: [{ code: 1003, message: 'API rate limit exceeded' }] }),
    silence,
    () => new Response('<html>Please accept our terms</html>', { status: 200 }),
    status(503),
    () => new Response(null, { status: 302, headers: { location: 'https://portal.example/' } }),
    json(pinBody({ id: 4, authToken: 'of somebody else' })),
    json(pinBody({ code: 'ELSE', authToken: 'of somebody else' })),
    approved,
  );
  const outcome = await outcomeOf(scene);
  assert.ok(outcome.kind === 'approved' && outcome.token === 'token-20-characters');
  assert.equal(scene.server.seen.length, 11);
  assert.equal(scene.clock.outstanding(), 0);
});

test('C3: a token that is null, empty or missing leaves the pin pending', async () => {
  const { authToken: _, ...missing } = pinBody();
  const scene = await begin(
    json(pinBody({ authToken: null })),
    json(pinBody({ authToken: '' })),
    json(missing),
    approved,
  );
  assert.equal((await outcomeOf(scene)).kind, 'approved');
  assert.equal(scene.server.seen.length, 5);
});

test('C4, C5: places and dates of any form do not disturb the wait', async () => {
  const odd = json(pinBody({ location: { postal_code: 5, european_union_member: 'Unknown' }, createdAt: 'soon' }));
  assert.equal((await outcomeOf(await begin(odd, approved))).kind, 'approved');
});

test('C5: the life is counted from expiresIn on a clock of its own, so a wrong calendar does no harm', async () => {
  const scene = await begin(pendingAt(1), pendingAt(2), pendingAt(3), approved);
  const seen = watch(scene.signIn.wait());
  await scene.clock.pass(1000);
  scene.clock.setWall(Date.UTC(2040, 1, 1));
  await scene.clock.pass(1000);
  scene.clock.setWall(Date.UTC(1999, 1, 1));
  assert.equal(scene.signIn.remaining, 898);
  await scene.clock.pass(2000);
  assert.equal(seen.value?.kind, 'approved');
});

test('C6: the first question waits a second, and the next ones follow a second after each answer', async () => {
  const scene = await begin(pending);
  watch(scene.signIn.wait());
  const questions = async (ms: number): Promise<number> => {
    await scene.clock.pass(ms);
    return scene.server.seen.length - 1;
  };
  assert.equal(await questions(0), 0);
  assert.equal(await questions(999), 0);
  assert.equal(await questions(1), 1);
  assert.equal(await questions(999), 1);
  assert.equal(await questions(1), 2);
  assert.equal(await questions(10_000), 12);
});

test('C6: there is never more than one question in the air, however slow the answers and however many wait', async () => {
  const slow: Line = (request) => {
    const { promise, resolve } = Promise.withResolvers<Response>();
    scene.clock.after(3000, () => resolve(pendingAt(3)(request) as Response));
    return promise;
  };
  const scene = await begin(slow);
  watch(scene.signIn.wait());
  watch(scene.signIn.wait());
  await scene.clock.pass(20_000);
  assert.equal(scene.server.most(), 1);
  assert.equal(scene.server.seen.length, 1 + 5);
});

test('C6: Retry-After is kept to, as seconds and as a date by the server’s own clock', async () => {
  const date = 'Mon, 01 Jan 2001 00:00:00 GMT';
  for (const headers of [{ 'retry-after': '30' }, { 'retry-after': 'Mon, 01 Jan 2001 00:00:30 GMT', date }] as Record<
    string,
    string
  >[]) {
    const scene = await begin(status(429, {}, headers), approved);
    const seen = watch(scene.signIn.wait());
    await scene.clock.pass(1000 + 29_999);
    scene.signIn.hurry();
    await scene.clock.pass(0);
    assert.equal(scene.server.seen.length, 2);
    await scene.clock.pass(1001);
    assert.equal(seen.value?.kind, 'approved');
  }
});

test('C6: a Retry-After beyond the life of the code means that nobody is asked again', async () => {
  const scene = await begin(status(429, {}, { 'retry-after': '100000' }));
  const seen = watch(scene.signIn.wait());
  await scene.clock.pass(899_000);
  assert.equal(seen.value, undefined);
  await scene.clock.pass(2000);
  assert.deepEqual(seen.value, { kind: 'expired' });
  assert.equal(scene.server.seen.length, 2);
});

test('C6: the wait ends when the life is over by our own clock, whatever the server goes on saying', async () => {
  const scene = await begin(pending);
  const seen = watch(scene.signIn.wait());
  await scene.clock.pass(899_000);
  assert.equal(seen.value, undefined);
  await scene.clock.pass(4000);
  assert.deepEqual(seen.value, { kind: 'expired' });
  const asked = scene.server.seen.length;
  await scene.clock.pass(60_000);
  assert.equal(scene.server.seen.length, asked);
});

test('C6: a network that never comes back ends as expired, not in an endless wait', async () => {
  const scene = await begin(noNetwork);
  const seen = watch(scene.signIn.wait());
  await scene.clock.pass(902_000);
  assert.deepEqual(seen.value, { kind: 'expired' });
});

test('C6: after an outage the last question goes out at the end of the life, not after a long pause', async () => {
  const scene = await begin((request) => (scene.signIn.remaining <= 1 ? approved : noNetwork)(request));
  const seen = watch(scene.signIn.wait());
  await scene.clock.pass(901_000);
  assert.equal(seen.value?.kind, 'approved');
});

test('C6: one good answer, and the next failure is paused for as if it were the first', async () => {
  const scene = await begin(noNetwork, noNetwork, noNetwork, noNetwork, pendingAt(30), noNetwork, approved);
  const seen = watch(scene.signIn.wait());
  while (scene.server.seen.length < 6) await scene.clock.pass(100);
  await scene.clock.pass(3000);
  assert.equal(seen.value?.kind, 'approved');
});

test('not found after the end of the life is no riddle: the code has expired', async () => {
  const scene = await begin((request) => (scene.signIn.remaining > 0 ? noNetwork : notFound())(request));
  const seen = watch(scene.signIn.wait());
  await scene.clock.pass(901_000);
  assert.deepEqual(seen.value, { kind: 'expired' });
});

test('a machine that slept and woke asks once more before it gives up', async () => {
  const scene = await begin(pendingAt(1), approved);
  const seen = watch(scene.signIn.wait());
  await scene.clock.pass(1000);
  // Skip time at once, without firing timers in between.
  const { now } = scene.clock;
  Object.assign(scene.clock, { now: () => now() + 3_600_000 });
  await scene.clock.pass(1000);
  assert.equal(seen.value?.kind, 'approved');
});

test('a life that the server shortens is shortened', async () => {
  const scene = await begin(pendingAt(1), json(pinBody({ expiresIn: 5 })));
  watch(scene.signIn.wait());
  await scene.clock.pass(2000);
  assert.equal(scene.signIn.remaining, 5);
});

test('an answer that is lost is asked for again within the ten seconds that a claimed pin stays readable (S10)', async () => {
  const scene = await begin(silence, approved);
  const seen = watch(scene.signIn.wait());
  await scene.clock.pass(1000 + 9000);
  assert.equal(seen.value?.kind, 'approved');
});

test('a slow network gets more time with every failure', async () => {
  const after =
    (ms: number, line: Line): Line =>
    (request) =>
      new Promise((resolve) => scene.clock.after(ms, () => resolve(line(request))));
  const scene = await begin(after(12_000, approved));
  const seen = watch(scene.signIn.wait());
  await scene.clock.pass(60_000);
  assert.equal(seen.value?.kind, 'approved');
});

test('another 4xx ends the wait with the server’s own words, and without the code', async () => {
  const body = {
    errors: [{ code: 1000, message: 'X-Plex-Client-Identifier is missing, \u001b[31mcode 7RQZ', status: 400 }],
  };
  const outcome = await outcomeOf(await begin(status(400, body)));
  assert.ok(outcome.kind === 'failed');
  const { error } = outcome;
  assert.ok(isLinkpinClientError(error, 'refused'));
  assert.equal(error.status, 400);
  assert.equal(error.plexCode, 1000);
  assert.equal(
    error.message,
    'https://home.example/api/v2/pins/538114995 answered 400: X-Plex-Client-Identifier is missing, [31mcode …',
  );
});

test('C9: a short code leads to the link page, and the QR code to the same', async () => {
  const { signIn } = await begin();
  assert.equal(signIn.linkUrl, 'https://home.example/link');
  assert.equal(signIn.qrText, 'https://home.example/link?code=7RQZ');
  assert.equal(signIn.qr, 'https://plex.tv/api/v2/pins/qr/7RQZ');
  const plexTv = await beginAt('https://plex.tv');
  assert.equal(plexTv.signIn.linkUrl, 'https://plex.tv/link');
  assert.equal(plexTv.signIn.qrText, 'https://plex.tv/link');
});

test('C9: a strong code leads to the sign-in page only', async () => {
  const { fetch, seen } = createScriptedFetch(status(201, pinBody({ code: 'm6mijjn177ut0qaz02b9iedof', qr: null })));
  const plex = createPlexClient({ clientIdentifier: 'c', product: 'P', fetch, clock: createHandClock() });
  const signIn = await plex.requestPin({ strong: true });
  const page = 'https://app.plex.tv/auth#?clientID=c&code=m6mijjn177ut0qaz02b9iedof';
  assert.ok(signIn.linkUrl.startsWith(page) && signIn.qrText.startsWith(page) && signIn.authUrl().startsWith(page));
  assert.equal(signIn.qr, 'https://plex.tv/api/v2/pins/qr/m6mijjn177ut0qaz02b9iedof');
  assert.equal(seen[0]?.url.search, '?strong=true');
});

test('the time that the create took is not counted as life', async () => {
  const clock = createHandClock();
  const fetch = async (): Promise<Response> => {
    await clock.pass(3000);
    return Response.json(pinBody());
  };
  const signIn = await createPlexClient({ clientIdentifier: 'c', product: 'P', fetch, clock }).requestPin();
  assert.equal(signIn.remaining, 897);
  assert.equal(signIn.expiresAt.toISOString(), '2026-06-01T12:15:00.000Z');
});

test('a create that tells no life gets the usual one (S8)', async () => {
  for (const [strong, life] of [
    [false, 900],
    [true, 1800],
  ] as const) {
    const { fetch } = createScriptedFetch(status(201, { id: 1, code: 'ABCD' }));
    const plex = createPlexClient({ clientIdentifier: 'c', product: 'P', fetch, clock: createHandClock() });
    assert.equal((await plex.requestPin({ strong })).remaining, life);
  }
});
