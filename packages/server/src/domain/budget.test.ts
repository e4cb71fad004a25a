import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { firstExhausted, oldestSlot, roomAgainAt, slotAt, slotOverAt, sumOf } from './budget.ts';

const period = fc.integer({ min: 1, max: 40 * 86_400_000 });
const instant = fc.integer({ min: 0, max: 4_000_000_000_000 });

test('a step counts for a period at least and for one step longer at most', () => {
  fc.assert(
    fc.property(period, instant, (length, at) => {
      const over = slotOverAt(length, slotAt(length, at));
      assert.ok(over > at + length);
      assert.ok(over <= at + 25 * Math.ceil(length / 24));
      assert.ok(slotAt(length, at) >= oldestSlot(length, over - 1));
      assert.ok(slotAt(length, at) < oldestSlot(length, over));
    }),
  );
});

test('a step is a 24th of the period, rounded up to a whole millisecond', () => {
  const counted = [1, 24, 25, 47, 48, 49].map((length) => slotOverAt(length, 0));
  assert.deepEqual(counted, [25, 25, 50, 50, 50, 75], 'twenty-five steps of 1, 1, 2, 2, 2 and 3 ms');
  assert.deepEqual(
    [0, 1, 2, 3, 4].map((at) => slotAt(25, at)),
    [0, 0, 1, 1, 2],
  );
});

test('there is room again when so many steps are over that less than the limit is left', () => {
  const slots = fc
    .uniqueArray(fc.record({ slot: fc.nat(24), spent: fc.integer({ min: 1, max: 5 }) }), {
      selector: ({ slot }) => slot,
      minLength: 1,
    })
    .map((list) => list.toSorted((one, other) => one.slot - other.slot));
  fc.assert(
    fc.property(slots, fc.integer({ min: 1, max: 20 }), (list, limit) => {
      fc.pre(sumOf(list) >= limit);
      const want = { key: 'k', limit, period: 24_000 };
      const at = roomAgainAt(want, list);
      const left = (time: number) => sumOf(list.filter(({ slot }) => slotOverAt(want.period, slot) > time));
      assert.ok(left(at) < limit && left(at - 1) >= limit);
    }),
  );
});

test('the first want without room is full, counting those before it of the same key', () => {
  const [some, other] = [
    { key: 'some', limit: 3, period: 24_000 },
    { key: 'other', limit: 1, period: 24_000 },
  ];
  const spent = (key: string) => (key === 'some' ? [{ slot: 100, spent: 2 }] : []);
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
    { slot: 90, spent: 1 },
    { slot: 95, spent: 1 },
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
