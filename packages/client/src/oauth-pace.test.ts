import fc from 'fast-check';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pollPause, slowDown } from './oauth-pace.ts';

const interval = fc.integer({ min: 1, max: 3600 });
const failures = fc.nat(10_000);
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('D32: no pause is shorter than the interval and a margin for clocks that drift', () => {
  fc.assert(
    fc.property(
      interval,
      failures,
      fc.option(fc.nat(100), { nil: undefined }),
      chance,
      (seconds, failed, after, random) => {
        const pause = pollPause(seconds, failed, after, random);
        assert.ok(pause >= seconds * 1020 + 250, String(pause));
        assert.ok(Number.isFinite(pause));
      },
    ),
  );
});

test('D32: while all is well the pause is the interval, a fiftieth and a quarter of a second, and no chance is in it', () => {
  assert.equal(pollPause(5, 0), 5350);
  assert.equal(pollPause(1, 0), 1270);
  assert.equal(pollPause(60, 0), 61_450);
});

test('D34: every slow_down adds five seconds for good, however many come', () => {
  fc.assert(
    fc.property(interval, fc.nat(50), (seconds, times) => {
      const slowed = Array.from({ length: times }).reduce<number>((now) => slowDown(now, null), seconds);
      assert.equal(slowed, seconds + 5 * times);
    }),
  );
});

test('D34: an interval that comes with slow_down only ever makes the wait longer', () => {
  fc.assert(
    fc.property(interval, fc.integer({ min: -10, max: 7200 }), (seconds, named) => {
      assert.equal(slowDown(seconds, named), Math.max(seconds + 5, named));
    }),
  );
});

test('D39, D40: the first failure doubles the pause, the next double it again, up to half a minute or twice the interval', () => {
  const seconds = (every: number, failed: number): number => (pollPause(every, failed, undefined, 0) - 250) / 1020;
  assert.deepEqual(
    [0, 1, 2, 3, 4, 50].map((failed) => seconds(5, failed)),
    [5, 10, 20, 32, 32, 32],
  );
  assert.deepEqual(
    [0, 1, 2, 2000].map((failed) => seconds(60, failed)),
    [60, 120, 120, 120],
  );
  fc.assert(
    fc.property(interval, failures, chance, (every, failed, random) => {
      assert.ok(pollPause(every, failed + 1, undefined, random) > pollPause(every, 0) + every * 900);
    }),
  );
});

test('Retry-After is kept to, and never shortens the interval', () => {
  fc.assert(
    fc.property(interval, failures, fc.nat(100_000), chance, (seconds, failed, after, random) => {
      const pause = pollPause(seconds, failed, after, random);
      assert.ok(pause >= Math.max(seconds, after) * 1000 && pause <= Math.max(seconds, after) * 1020 + 1250);
    }),
  );
});
