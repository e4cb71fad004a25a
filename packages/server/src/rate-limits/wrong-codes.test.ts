import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SharedHashTable } from './shared-hash-table.ts';
import { createWrongCodes } from './wrong-codes.ts';

describe('the wrong codes of a pin', () => {
  it('are ten at most, and what was right is given back', () => {
    const wrongCodes = createWrongCodes({ now: () => 0 });
    for (let turn = 0; turn < 30; turn += 1) {
      assert.equal(wrongCodes.take('pin', 900), true);
      wrongCodes.refund('pin');
    }
    const taken = Array.from({ length: 12 }, () => wrongCodes.take('pin', 900));
    assert.deepEqual(taken, [...Array<boolean>(10).fill(true), false, false]);
    assert.equal(wrongCodes.take('other', 900), true);
    wrongCodes.refund('pin');
    assert.deepEqual([wrongCodes.take('pin', 900), wrongCodes.take('pin', 900)], [true, false], 'one, and no more');
  });

  it('are forgotten when their time is over', () => {
    let now = 0;
    const wrongCodes = createWrongCodes({ now: () => now });
    for (let turn = 0; turn < 10; turn += 1) wrongCodes.take('pin', 900);
    now = 899;
    assert.equal(wrongCodes.take('pin', 2000), false);
    wrongCodes.refund('pin');
    assert.deepEqual([wrongCodes.take('pin', 2000), wrongCodes.take('pin', 2000)], [true, false]);
    now = 900;
    assert.equal(wrongCodes.take('pin', 2000), true);
  });

  it('are not fewer than none, whatever is given back', () => {
    const wrongCodes = createWrongCodes({ now: () => 0 });
    wrongCodes.take('pin', 900);
    for (let turn = 0; turn < 2; turn += 1) wrongCodes.refund('pin');
    wrongCodes.refund('never seen');
    const taken = Array.from({ length: 11 }, () => wrongCodes.take('pin', 900));
    assert.deepEqual(taken, [...Array<boolean>(10).fill(true), false]);
  });

  it('never grow past their capacity', () => {
    const wrongCodes = createWrongCodes({ now: () => 0 }, SharedHashTable.create(2));
    for (const pin of ['a', 'b', 'c']) for (let turn = 0; turn < 10; turn += 1) wrongCodes.take(pin, 900);
    assert.deepEqual(
      ['b', 'c', 'a'].map((pin) => wrongCodes.take(pin, 900)),
      [false, false, true],
    );
  });
});
