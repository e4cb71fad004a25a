import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aPin } from '../domain/pin.testing.ts';
import { createMemoryStore } from '../stores/memory/store.ts';
import { EventCounts } from './count-events.ts';
import { Counts } from './counts.ts';
import { catalogue } from './catalogue.ts';
import { GuessCounts } from './count-guesses.ts';
import { portWith } from './port-with.ts';
import { RequestDurations } from './request-durations.ts';
import type { Samples } from './samples.ts';

const valuesOf = ({ values }: Samples): Readonly<Record<string, number>> =>
  Object.fromEntries(values.map(({ labels, value }) => [Object.values(labels).join(' '), value]));

test('a counter has all its values from the start, and no other ever', () => {
  const counts = new Counts('outcome', ['right', 'wrong']);
  counts.add('wrong', 3);
  counts.add('made up' as 'wrong');
  assert.deepEqual(valuesOf(counts.samples(catalogue.codeAttempts)), { right: 0, wrong: 3 });
});

test('attempts are counted by what became of them, and do what they did', async () => {
  const guesses = new GuessCounts();
  const done: string[] = [];
  const attempt = {
    nearOnly: true,
    reaches: () => false,
    release: async () => void done.push('released'),
    confirm: async () => void done.push('confirmed'),
  };
  const refusal = { ok: false, refusal: { kind: 'over-budget', retryAfter: 9 } } as const;
  const takes = [{ ok: true, value: attempt }, { ok: true, value: attempt }, refusal] as const;
  let taken = 0;
  const attempts = guesses.watchAttempts({
    take: async () => takes[taken++] ?? refusal,
    formatFor: (_kind, format) => format,
  });
  const source = { account: { id: 'ada', createdAt: 0 }, address: null };
  for (const end of ['release', 'confirm'] as const) {
    const one = await attempts.take(source, 'CODE');
    assert.ok(one.ok);
    assert.deepEqual([one.value.nearOnly, one.value.reaches(aPin())], [true, false]);
    await one.value[end]();
  }
  assert.deepEqual(await attempts.take(source, 'CODE'), refusal);
  assert.deepEqual(done, ['released', 'confirmed']);
  const lookups = guesses.watchLookups({
    count: async () => refusal,
    allow: async () => ({ ok: true, value: undefined }),
  });
  await lookups.count(null);
  await lookups.allow(null);
  const [byAttempt, byLookup] = guesses.samples().map(valuesOf);
  assert.deepEqual(byAttempt, { right: 1, wrong: 1, refused: 1 });
  assert.deepEqual(byLookup, { missed: 0, refused: 1 });
});

test('a port with one method replaced keeps the others, those with private parts too', async () => {
  const { accounts } = createMemoryStore();
  const odd = portWith(accounts, { isEmpty: async () => false });
  assert.equal(await odd.isEmpty(), false);
  assert.equal(await odd.byId('nobody'), undefined);
});

test('requests are told apart by route, method and status; methods that nobody knows are one', () => {
  const durations = new RequestDurations();
  durations.add('/link', 'GET', 200, 0.2);
  durations.add('/link', 'GET', 200, 0.3);
  durations.add('/link', 'BREW', 405, 0.1);
  durations.add('/link', 'STIR', 405, 0.1);
  const counts = durations.samples().values.filter(({ metricName }) => metricName?.endsWith('_count') === true);
  assert.deepEqual(
    counts.map(({ labels, value }) => [...Object.values(labels), value]),
    [
      ['GET', '/link', '200', 2],
      ['_OTHER', '/link', '405', 2],
    ],
  );
});

test('a change of a pin counts when the store has kept it, and one that lost does not', async () => {
  const events = new EventCounts();
  const store = createMemoryStore();
  const { pins, auditLog } = events.watch(store);
  const pin = aPin();
  const denied = {
    ...pin,
    version: pin.version + 1,
    state: { at: 'denied', by: 'ada', deniedAt: 1, why: 'said-no' } as const,
  };
  const entry = {
    id: 'e',
    kind: 'denied',
    at: 1,
    account: null,
    pin: null,
    dialect: 'plex',
    client: null,
    device: null,
    address: null,
    country: null,
    fact: null,
    count: 1,
    bundle: null,
    message: false,
    by: null,
    counted: ['denied'],
  } as const;
  await pins.insert(pin, 0);
  assert.equal(await pins.replace(denied, pin.version, { entries: [entry] }), true);
  assert.equal(await pins.replace(denied, pin.version, { entries: [{ ...entry, id: 'f' }] }), false);
  await auditLog.add([{ ...entry, id: 'g', kind: 'issued', count: 5 }]);
  const [kinds] = events.samples().map(valuesOf);
  assert.deepEqual([kinds?.['denied'], kinds?.['issued'], kinds?.['approved']], [1, 5, 0]);
});
