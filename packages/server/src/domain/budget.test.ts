import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { firstExhausted, heldFor, heldSlot, roomAgainAt, spentSlot, sumOf } from './budget.ts';

const period = fc.integer({ min: 1, max: 40 * 86_400_000 });
const instant = fc.integer({ min: 0, max: 4_000_000_000_000 });

test('a step counts for a period at least and for one step longer at most', () => {
  fc.assert(
    fc.property(period, instant, (length, at) => {
      const { slot, overAt } = spentSlot(length, at);
      assert.ok(overAt > at + length);
      assert.ok(overAt <= at + 25 * Math.ceil(length / 24));
      const step = Math.ceil(length / 24);
      assert.ok(slot * step <= at && at < (slot + 1) * step);
    }),
  );
});

test('a step is a 24th of the period, rounded up to a whole millisecond', () => {
  const counted = [1, 24, 25, 47, 48, 49].map((length) => spentSlot(length, 0).overAt);
  assert.deepEqual(counted, [25, 25, 50, 50, 50, 75], 'twenty-five steps of 1, 1, 2, 2, 2 and 3 ms');
  assert.deepEqual(
    [0, 1, 2, 3, 4].map((at) => spentSlot(25, at).slot),
    [0, 0, 1, 1, 2],
  );
});

test('there is room again when so many steps are over that less than the limit is left', () => {
  const counted = fc.array(fc.record({ overAt: fc.nat(1000), spent: fc.integer({ min: 1, max: 5 }) }), {
    minLength: 1,
  });
  fc.assert(
    fc.property(counted, fc.integer({ min: 1, max: 20 }), (list, limit) => {
      fc.pre(sumOf(list) >= limit);
      const at = roomAgainAt(limit, list);
      const left = (time: number) => sumOf(list.filter(({ overAt }) => overAt > time));
      assert.ok(left(at) < limit && left(at - 1) >= limit);
    }),
  );
});

test('the first want without room is full, counting those before it of the same key', () => {
  const [some, other] = [
    { key: 'some', limit: 3, period: 24_000 },
    { key: 'other', limit: 1, period: 24_000 },
  ];
  const spent = (key: string) => (key === 'some' ? [{ overAt: 125_000, spent: 2 }] : []);
  const full = (...wants: readonly (typeof some)[]) =>
    firstExhausted(wants, ({ key }) => spent(key), 100_500)?.exhausted;
  assert.equal(full(some, other), undefined);
  assert.equal(full(some, some), some);
  assert.equal(full(some, other, other, some), other);
  const less = { ...some, limit: 2 };
  assert.equal(full(less), less);
  assert.equal(full(some, { ...some, period: 48_000 }), undefined, 'another period is counted by itself');
});

test('what is full has room again when its first steps are over, those taken at the same time being of now', () => {
  const two = { key: 'two', limit: 2, period: 24_000 };
  const slots = [
    { overAt: 120_000, spent: 1 },
    { overAt: 115_000, spent: 1 },
  ];
  const now = 100_500;
  assert.deepEqual(
    firstExhausted([two], () => slots, now),
    { exhausted: two, roomAt: 115_000 },
  );
  assert.deepEqual(
    firstExhausted([two, two, two], () => [], now),
    { exhausted: two, roomAt: 125_000 },
  );
});

test('what is held counts for thirty seconds, where no step is', () => {
  fc.assert(
    fc.property(period, instant, (length, at) => {
      const { slot, overAt } = heldSlot(at);
      assert.equal(overAt, at + heldFor);
      assert.ok(slot < 0 && spentSlot(length, at).slot >= 0);
      assert.notEqual(heldSlot(at + 1).slot, slot);
    }),
  );
});
