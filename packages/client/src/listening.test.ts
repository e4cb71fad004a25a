import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settle } from './hand-clock.testing.ts';
import type { State } from './listening.ts';
import type { PlexOutcome } from './plex-outcome.ts';
import { json, noNetwork, notFound, pinBody, silence } from './scripted-fetch.testing.ts';
import { type Scene, approved, begin, beginAt, pendingAt, watch } from './sign-in.testing.ts';

const tell = (state: State<PlexOutcome>): string =>
  'remaining' in state ? `${state.kind} ${state.remaining}` : state.kind;

const listen = ({ signIn }: Scene, told: string[], signal?: AbortSignal): Promise<void> =>
  (async () => {
    for await (const state of signIn.states({ signal })) told.push(tell(state));
  })();

test('the states count down by the second and end with the outcome, once', async () => {
  const scene = await begin(pendingAt(1), json(pinBody({ expiresIn: 898 }), 200, { 'linkpin-opened': '1' }), approved);
  const told: string[] = [];
  const done = watch(listen(scene, told).then(() => 'done'));
  await scene.clock.pass(3000);
  assert.equal(done.value, 'done');
  assert.deepEqual(
    told.filter((state, at) => state !== told[at - 1]),
    ['pending 900', 'pending 899', 'opened 898', 'approved'],
  );
  assert.equal(scene.clock.outstanding(), 0);
});

test('the countdown goes on while an answer is slow, and tells why it tries again', async () => {
  const scene = await begin(silence, noNetwork, approved);
  const states: State<PlexOutcome>[] = [];
  void (async () => {
    for await (const state of scene.signIn.states()) states.push(state);
  })();
  await scene.clock.pass(4000);
  assert.deepEqual(states.map(tell), ['pending 900', 'pending 899', 'pending 898', 'pending 897', 'pending 896']);
  await scene.clock.pass(2000);
  const retrying = states.find((state) => state.kind === 'retrying');
  assert.equal(retrying?.error.code, 'timeout');
  assert.ok(retrying.retryIn >= 1 && retrying.retryIn <= 2);
  await scene.clock.pass(10_000);
  assert.deepEqual(
    [...new Set(states.flatMap((state) => (state.kind === 'retrying' ? [state.error.code] : [])))],
    ['timeout', 'network'],
  );
  assert.equal(states.at(-1)?.kind, 'approved');
});

test('many listeners share one series of questions, and all hear the same outcome', async () => {
  const scene = await begin(pendingAt(1), approved);
  const told: string[] = [];
  void listen(scene, told);
  const first = watch(scene.signIn.wait());
  const second = watch(scene.signIn.wait());
  await scene.clock.pass(2000);
  assert.equal(first.value?.kind, 'approved');
  assert.equal(second.value, first.value);
  assert.equal(told.at(-1), 'approved');
  assert.equal(scene.server.seen.length, 3);
  assert.equal(await scene.signIn.wait(), first.value);
  assert.equal(scene.server.seen.length, 3);
});

test('an abort rejects with its own reason, leaves the others alone, and the last one stops the questions', async () => {
  const scene = await begin(json(pinBody()));
  const one = new AbortController();
  const other = new AbortController();
  const first = watch(scene.signIn.wait({ signal: one.signal }));
  const second = watch(scene.signIn.wait({ signal: other.signal }));
  await scene.clock.pass(1000);
  const reason = new Error('the person left');
  one.abort(reason);
  await settle();
  assert.equal(first.error, reason);
  await scene.clock.pass(1000);
  assert.equal(scene.server.seen.length, 3);
  other.abort();
  await scene.clock.pass(60_000);
  assert.equal((second.error as Error).name, 'AbortError');
  assert.equal(scene.server.seen.length, 3);
  assert.equal(scene.clock.outstanding(), 0);
});

test('an abort in the middle of a question ends the request too', async () => {
  const scene = await begin(silence);
  const controller = new AbortController();
  const seen = watch(scene.signIn.wait({ signal: controller.signal }));
  await scene.clock.pass(1500);
  controller.abort();
  await settle();
  assert.ok(seen.error);
  assert.equal(scene.server.seen.at(-1)?.signal.aborted, true);
  assert.equal(scene.clock.outstanding(), 0);
});

test('a signal that has aborted already asks nothing', async () => {
  const scene = await begin(approved);
  const signal = AbortSignal.abort('no');
  await assert.rejects(scene.signIn.wait({ signal }), (error) => error === 'no');
  await assert.rejects(scene.plex.resume(scene.signIn.save()).wait({ signal }), (error) => error === 'no');
  await assert.rejects(scene.plex.requestPin({ signal }), (error) => error === 'no');
  assert.equal(scene.server.seen.length, 1);
});

test('an aborted loop over the states rejects, and the questions stop', async () => {
  const scene = await begin(json(pinBody()));
  const controller = new AbortController();
  const seen = watch(listen(scene, [], controller.signal));
  await scene.clock.pass(1500);
  controller.abort('enough');
  await scene.clock.pass(60_000);
  assert.equal(seen.error, 'enough');
  assert.equal(scene.server.seen.length, 2);
});

test('leaving the loop early stops the questions, and a later wait takes them up again', async () => {
  const scene = await begin(pendingAt(1), pendingAt(90), approved);
  for await (const state of scene.signIn.states()) {
    assert.equal(state.kind, 'pending');
    break;
  }
  await scene.clock.pass(60_000);
  assert.equal(scene.server.seen.length, 1);
  const seen = watch(scene.signIn.wait());
  await scene.clock.pass(0);
  assert.equal(scene.server.seen.length, 2);
  await scene.clock.pass(2000);
  assert.equal(seen.value?.kind, 'approved');
});

test('to hurry ends a pause of our own, but never asks twice within a second', async () => {
  const scene = await begin(noNetwork, noNetwork, noNetwork, noNetwork, json(pinBody()));
  watch(scene.signIn.wait());
  await scene.clock.pass(900);
  scene.signIn.hurry();
  await settle();
  assert.equal(scene.server.seen.length, 1);
  await scene.clock.pass(30_000);
  const asked = scene.server.seen.length;
  scene.server.goOn(noNetwork);
  await scene.clock.pass(20_000);
  const before = scene.server.seen.length;
  assert.ok(before > asked);
  scene.signIn.hurry();
  scene.signIn.hurry();
  await scene.clock.pass(1000);
  assert.ok(scene.server.seen.length <= before + 2);
  assert.ok(scene.server.seen.length > before);
  assert.equal(scene.server.most(), 1);
});

test('cancelling tells a linkpin server, with the code, and everyone who waits', async () => {
  const scene = await begin(pendingAt(1), () => new Response(null, { status: 204 }));
  const seen = watch(scene.signIn.wait());
  await scene.clock.pass(1000);
  assert.equal(await scene.signIn.cancel(), true);
  assert.deepEqual(seen.value, { kind: 'cancelled' });
  const request = scene.server.seen.at(-1);
  assert.equal(request?.method, 'DELETE');
  assert.equal(request?.url.href, 'https://home.example/api/v2/pins/538114995?code=7RQZ');
  assert.deepEqual(await scene.signIn.wait(), { kind: 'cancelled' });
  await scene.clock.pass(60_000);
  assert.equal(scene.server.seen.length, 3);
});

test('cancelling says whether the server confirmed, and never rejects', async () => {
  assert.equal(await (await begin(notFound('cancelled'))).signIn.cancel(), true);
  assert.equal(await (await begin(noNetwork)).signIn.cancel(), false);
  assert.equal(await (await begin(json({}, 403))).signIn.cancel(), false);
});

test('plex.tv has no request for cancelling: there the client only stops', async () => {
  const scene = await beginAt('https://plex.tv', pendingAt(1));
  const seen = watch(scene.signIn.wait());
  await settle();
  assert.equal(await scene.signIn.cancel(), false);
  await settle();
  assert.deepEqual(seen.value, { kind: 'cancelled' });
  assert.equal(scene.server.seen.length, 1);
});

test('an outcome that came first stays, whatever is cancelled later', async () => {
  const scene = await begin(approved);
  const seen = watch(scene.signIn.wait());
  await scene.clock.pass(1000);
  await scene.signIn.cancel();
  assert.equal(seen.value?.kind, 'approved');
  assert.equal((await scene.signIn.wait()).kind, 'approved');
});
