import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasExpired } from './expiry.ts';

test('what works until an instant has expired at that instant', () => {
  assert.deepEqual([hasExpired(10, 9), hasExpired(10, 10), hasExpired(10, 11)], [false, true, true]);
});
