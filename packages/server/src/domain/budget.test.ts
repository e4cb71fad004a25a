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
});
