import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { PostgresChanges } from './changes.ts';
import type { QueryResult } from './server-connection.ts';

const answer = { rows: [{ xmin: '1', started: 's', now: 0, changes: null }], rowCount: 1 } as unknown as QueryResult;

/** The look at a database that answers as the test says, at times that it says. */
function looking(context: TestContext) {
  context.mock.timers.enable({ apis: ['setInterval'] });
  let now = 0;
  let query = async (): Promise<QueryResult> => answer;
  let forgotten = 0;
  const reached: boolean[] = [];
  const nothing = { forgetPin() {}, forgetPins: () => (forgotten += 1), forgetOthers() {}, setClock() {}, told() {} };
  const listeners = { serverIsAnother: async () => {}, reached: (isInReach: boolean) => void reached.push(isInReach) };
  const changes = new PostgresChanges(
    () => query(),
    { ...nothing, ...listeners },
    () => now,
  );
  return {
    changes,
    reached,
    forgotten: () => forgotten,
    at: (time: number) => (now = time),
    answers: (how: () => Promise<QueryResult>) => (query = how),
    turns: (count: number) => context.mock.timers.tick(count * 100),
  };
}

test('what is remembered counts for a second after a good look', async (context) => {
  const { changes, at } = looking(context);
  await changes.lookNow();
  at(999);
  assert.equal(changes.look(), true);
  at(1000);
  assert.equal(changes.look(), false);
});

test('while nobody can be reached a pending pin is pending for a minute', async (context) => {
  const { changes, at, answers } = looking(context);
  await changes.lookNow();
  answers(() => Promise.reject(new Error('gone')));
  at(1000);
  await changes.lookNow();
  at(59_999);
  assert.equal(changes.look(), true);
  at(60_000);
  assert.equal(changes.look(), false);
  answers(async () => answer);
  await changes.lookNow();
  assert.equal(changes.look(), true, 'and again when somebody answers');
});

test('after a minute without a look all is forgotten, because what changed may not be noted any more', async (context) => {
  const { changes, at, forgotten } = looking(context);
  await changes.lookNow();
  at(59_999);
  await changes.lookNow();
  assert.equal(forgotten(), 0);
  at(119_999);
  await changes.lookNow();
  assert.equal(forgotten(), 1);
});

test('a look that nobody answers is out of reach before what the last one saw is too old', async (context) => {
  const { changes, at, answers, turns } = looking(context);
  await changes.lookNow();
  const { promise, resolve } = Promise.withResolvers<QueryResult>();
  answers(() => promise);
  const look = changes.lookNow();
  at(1000);
  turns(3);
  assert.equal(changes.look(), false, 'a process that was stopped has had few turns, and waits for the answer');
  turns(1);
  assert.equal(changes.look(), true);
  resolve(answer);
  await look;
  at(2001);
  assert.equal(changes.look(), false, 'the answer came: it is a look like another');
});

test('it is told once when nobody can be reached, and once when somebody can', async (context) => {
  const { changes, reached, answers, turns } = looking(context);
  await changes.lookNow();
  await changes.lookNow();
  assert.deepEqual(reached, []);
  const { promise, reject } = Promise.withResolvers<QueryResult>();
  answers(() => promise);
  const look = changes.lookNow();
  turns(4);
  assert.deepEqual(reached, [false], 'before the look has failed');
  reject(new Error('gone'));
  await look;
  await changes.lookNow().catch(() => {});
  assert.deepEqual(reached, [false]);
  answers(async () => answer);
  await changes.lookNow();
  assert.deepEqual(reached, [false, true]);
  changes.stop();
  answers(() => Promise.reject(new Error('closed')));
  await changes.lookNow();
  assert.deepEqual(reached, [false, true], 'the end is no news');
});
