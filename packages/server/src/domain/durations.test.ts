import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Durations } from './durations.ts';

test('a duration is counted in the first bucket that it fits into, its bound included, and the longest in one more', () => {
  const durations = new Durations([0.1, 1]);
  for (const seconds of [0, 0.1, 0.25, 1, 1.5, 60]) durations.add(seconds);
  assert.deepEqual(durations.counts, [2, 2, 2]);
  assert.equal(durations.sum, 62.85);
});

test('two that share their memory say the same', () => {
  const bounds = [0.5];
  const memory = new SharedArrayBuffer(Durations.bytes(bounds));
  const [one, other] = [new Durations(bounds, memory), new Durations(bounds, memory)];
  one.add(0.25);
  one.add(2);
  assert.deepEqual([other.counts, other.sum], [[1, 1], 2.25]);
});
