import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createCodeProofs } from './code-proofs.ts';
import { createLimits } from './limits.ts';
import { SharedHashTable } from './shared-hash-table.ts';

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

describe('the code proofs', () => {
  it('are demanded once a read carried the code, until the pin ends', () => {
    let now = 0;
    const proofs = createCodeProofs({ now: () => now });
    assert.equal(proofs.isDemanded('pin'), false);
    proofs.prove('pin', 'tv', 900);
    assert.deepEqual([proofs.isDemanded('pin'), proofs.isDemanded('other')], [true, false]);
    assert.deepEqual([proofs.hasProved('pin', 'tv'), proofs.hasProved('pin', 'script')], [true, false]);
    now = 900;
    assert.deepEqual([proofs.isDemanded('pin'), proofs.hasProved('pin', 'tv')], [false, false]);
  });

  it('let ten wrong codes of a pin through, and give back what was right', () => {
    const proofs = createCodeProofs({ now: () => 0 });
    for (let turn = 0; turn < 30; turn += 1) {
      assert.equal(proofs.takeTry('pin', 900), true);
      proofs.refundTry('pin');
    }
    const taken = Array.from({ length: 12 }, () => proofs.takeTry('pin', 900));
    assert.deepEqual(taken, [...Array<boolean>(10).fill(true), false, false]);
    assert.equal(proofs.takeTry('other', 900), true);
    proofs.refundTry('pin');
    assert.equal(proofs.takeTry('pin', 900), true);
  });

  it('never grow past their capacity', () => {
    const proofs = createCodeProofs({ now: () => 0 }, SharedHashTable.create(4));
    for (const pin of ['a', 'b', 'c']) proofs.prove(pin, 'tv', 900);
    assert.deepEqual(
      ['a', 'b', 'c'].map((pin) => proofs.isDemanded(pin)),
      [false, true, true],
    );
  });
});
