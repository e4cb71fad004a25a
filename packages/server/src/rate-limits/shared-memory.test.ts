import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSharedMemory, openSharedMemory } from './shared-memory.ts';

test('every thread that opens the memory finds what another one wrote, each table by itself', () => {
  const memory = createSharedMemory();
  const [one, other] = [openSharedMemory(memory), openSharedMemory(memory)];
  const names = Object.keys(one).toSorted();
  assert.deepEqual(names, ['limits', 'pollPacing', 'replayCache', 'spentAttempts', 'wrongCodes']);
  one.limits.change('key', 1, () => ({ until: 2, one: 3, two: 4 }), 'forget');
  assert.deepEqual(other.limits.find('key', 1), { until: 2, one: 3, two: 4 });
  assert.equal(other.wrongCodes.find('key', 1), undefined);
});
