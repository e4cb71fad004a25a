import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NewEntry } from '../ports/events.ts';
import { aBundle, anEntry } from '../../stores/contract/samples.ts';
import { followAudit } from './follow-audit.ts';
import { operated } from './operate.testing.ts';

/** A follower from now on, and what it has read as ids and counts. */
function begin(kinds: Parameters<typeof followAudit>[2] = []) {
  const { store, clock } = operated();
  const since = clock.now();
  const asked: number[] = [];
  const auditLog = {
    list: async (question: Parameters<typeof store.auditLog.list>[0]) => {
      asked.push(question.since);
      return store.auditLog.list(question);
    },
  };
  const follower = followAudit({ auditLog, clock }, since, kinds);
  const read = async () => (await follower.read()).map(({ id, count }) => `${id} ${count}`);
  const add = (...entries: readonly NewEntry[]) => store.auditLog.add(entries);
  return { clock, since, asked, read, add };
}

test('an entry is told once, in the order of time', async () => {
  const { clock, since, read, add } = begin();
  await add(anEntry({ id: 'a', at: since - 1 }), anEntry({ id: 'b', at: since }), anEntry({ id: 'c', at: since + 1 }));
  assert.deepEqual(await read(), ['b 1', 'c 1']);
  clock.pass(10);
  await add(anEntry({ id: 'd', at: since + 5 }));
  assert.deepEqual(await read(), ['d 1']);
  assert.deepEqual(await read(), []);
});

test('an aggregate is told again each time that it has grown, with its count of now', async () => {
  const { since, read, add } = begin();
  await add(aBundle('failed look-ups', { id: 'a', at: since }));
  assert.deepEqual(await read(), ['a 1']);
  await add(aBundle('failed look-ups', { id: 'b', at: since + 1 }), aBundle('failed look-ups', { at: since + 2 }));
  assert.deepEqual(await read(), ['a 3']);
  assert.deepEqual(await read(), []);
});

test('an entry of up to 65 minutes ago that came late is told, and none from before the beginning', async () => {
  const { clock, since, asked, read, add } = begin();
  clock.pass(30 * 60_000);
  assert.deepEqual(await read(), []);
  await add(anEntry({ id: 'late', at: since + 1 }), anEntry({ id: 'before', at: since - 1 }));
  assert.deepEqual(await read(), ['late 1']);
  clock.pass(60 * 60_000);
  await read();
  await read();
  assert.deepEqual(asked, [since, since, since, since + 25 * 60_000]);
});

test('only the kinds that are asked for are told', async () => {
  const { since, read, add } = begin(['denied']);
  await add(anEntry({ id: 'a', at: since, kind: 'approved' }), anEntry({ id: 'b', at: since, kind: 'denied' }));
  assert.deepEqual(await read(), ['b 1']);
});
