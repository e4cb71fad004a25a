import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createDeviceProofs } from './device-proofs.ts';
import { SharedHashTable } from './shared-hash-table.ts';

describe('the proofs of devices', () => {
  const time = { now: 0 };
  const clock = { now: () => time.now };

  it('are known for their pin and their nonce alone, until they are over', () => {
    const proofs = createDeviceProofs(clock);
    proofs.remember('pin', 'nonce', 10);
    assert.equal(proofs.isKnown('pin', 'nonce'), true);
    assert.equal(proofs.isKnown('pin', 'another'), false);
    assert.equal(proofs.isKnown('another', 'nonce'), false);
    time.now = 10;
    assert.equal(proofs.isKnown('pin', 'nonce'), false);
  });

  it('give way to the next of their pin', () => {
    const proofs = createDeviceProofs(clock);
    proofs.remember('pin', 'first', 20);
    proofs.remember('pin', 'second', 20);
    assert.deepEqual([proofs.isKnown('pin', 'first'), proofs.isKnown('pin', 'second')], [false, true]);
  });

  it('are no more than there is room for: the pin proved longest ago is forgotten', () => {
    const proofs = createDeviceProofs(clock, SharedHashTable.create(2));
    for (const pin of ['a', 'b', 'a', 'c']) proofs.remember(pin, 'nonce', 20);
    assert.deepEqual(
      ['a', 'b', 'c'].map((pin) => proofs.isKnown(pin, 'nonce')),
      [true, false, true],
    );
  });
});
