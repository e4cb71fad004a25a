import fc from 'fast-check';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pauseAfter, readRetryAfter } from './retry.ts';

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('C6: the pause after a failure is never below one second and never above sixteen', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), chance, (failures, random) => {
      const pause = pauseAfter(failures, undefined, random);
      assert.ok(pause >= 1000 && pause <= 16_000, String(pause));
    }),
  );
});

test('C6: the pause grows with every failure until it is long, and half of it is chance', () => {
  const span = (failures: number): readonly number[] => [
    pauseAfter(failures, undefined, 0),
    pauseAfter(failures, undefined, 1),
  ];
  assert.deepEqual([1, 2, 3, 4, 5].map(span), [
    [1000, 2000],
    [2000, 4000],
    [4000, 8000],
    [8000, 16_000],
    [8000, 16_000],
  ]);
});

test('C6: a server that names a time is never asked before it, nor more than a second after it', () => {
  fc.assert(
    fc.property(fc.nat(100_000), fc.integer({ min: 1, max: 100 }), chance, (seconds, failures, random) => {
      const pause = pauseAfter(failures, seconds, random);
      assert.ok(pause >= Math.max(1, seconds) * 1000 && pause <= (Math.max(1, seconds) + 1) * 1000);
    }),
  );
});

test('C6: Retry-After is read as seconds and as a date', () => {
  const now = Date.UTC(2026, 5, 1, 12);
  fc.assert(
    fc.property(fc.nat(1_000_000), (seconds) => {
      assert.equal(readRetryAfter(String(seconds), now), seconds);
      assert.equal(readRetryAfter(new Date(now + seconds * 1000).toUTCString(), now), seconds);
    }),
  );
});

test('C6: a Retry-After that says nothing usable, or names a time that is over, is as good as none', () => {
  const now = Date.UTC(2026, 5, 1, 12);
  for (const value of [null, '', 'soon', '-5', '1.5', 'NaN', new Date(now - 1000).toUTCString()]) {
    assert.equal(readRetryAfter(value, now), undefined, String(value));
  }
});
