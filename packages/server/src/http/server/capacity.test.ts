import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCapacity } from './capacity.ts';

test('is full while so many pieces of work are under way, and has room as each ends, well or not', async () => {
  const capacity = createCapacity(2);
  const ends: (() => void)[] = [];
  const first = capacity.during(new Promise<void>((resolve) => ends.push(resolve)));
  assert.equal(capacity.isFull(), false);
  const second = capacity.during(new Promise<void>((_, reject) => ends.push(() => reject(new Error('no')))));
  assert.equal(capacity.isFull(), true);
  ends[1]?.();
  await assert.rejects(second, /no/);
  assert.equal(capacity.isFull(), false);
  ends[0]?.();
  await first;
});
