import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createLimits } from './limits.ts';
import { SharedHashTable } from './shared-hash-table.ts';
import { createWrongCodes } from './wrong-codes.ts';

describe('the limits', () => {
  const time = { now: 1000 };
  const allowance = { points: 3, seconds: 60 };
  const limits = createLimits(
    { now: () => time.now },
    {
      issue: allowance,
      nonce: allowance,
    },
  );

  it('let through what is allowed and then say how long to wait', async () => {
    for (let turn = 0; turn < 3; turn += 1) assert.equal((await limits.spend('issue', '203.0.113.1')).ok, true);
    const fourth = await limits.spend('issue', '203.0.113.1');
    assert.ok(!fourth.ok && fourth.refusal.kind === 'over-budget');
    assert.ok(fourth.refusal.retryAfter >= 1 && fourth.refusal.retryAfter <= 60);
  });

  it('count each network and each budget apart', async () => {
    assert.equal((await limits.spend('issue', '203.0.113.2')).ok, true);
    assert.equal((await limits.spend('nonce', '203.0.113.1')).ok, true);
  });
});

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
    assert.equal(wrongCodes.take('pin', 900), true);
  });

  it('are forgotten when their time is over', () => {
    let now = 0;
    const wrongCodes = createWrongCodes({ now: () => now });
    for (let turn = 0; turn < 10; turn += 1) wrongCodes.take('pin', 900);
    now = 899;
    assert.equal(wrongCodes.take('pin', 2000), false);
    now = 900;
    assert.equal(wrongCodes.take('pin', 2000), true);
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
