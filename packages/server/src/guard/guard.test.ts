import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createCodeProofs } from './code-proofs.ts';
import { createLimits } from './limits.ts';
import { SharedTable } from './shared-table.ts';

describe('the limits', () => {
  const time = { now: 1000 };
  const allowance = { points: 3, seconds: 60 };
  const limits = createLimits(
    { now: () => time.now },
    {
      issue: allowance,
      wideIssue: allowance,
      nonce: allowance,
    },
  );

  it('let through what is allowed and then say how long to wait', async () => {
    for (let turn = 0; turn < 3; turn += 1) assert.equal((await limits.spend('issue', ['203.0.113.1'])).ok, true);
    const fourth = await limits.spend('issue', ['203.0.113.1']);
    assert.ok(!fourth.ok && fourth.refusal.kind === 'over-budget');
    assert.ok(fourth.refusal.retryAfter >= 1 && fourth.refusal.retryAfter <= 60);
  });

  it('count each key and each budget apart', async () => {
    assert.equal((await limits.spend('issue', ['203.0.113.2'])).ok, true);
    assert.equal((await limits.spend('nonce', ['203.0.113.1'])).ok, true);
  });

  it('refuse when one of several keys has nothing left', async () => {
    assert.equal((await limits.spend('issue', ['fresh', '203.0.113.1'])).ok, false);
  });
});

describe('the code proofs', () => {
  it('are demanded once a poll carried the code, until the pin ends', () => {
    let now = 0;
    const proofs = createCodeProofs({ now: () => now });
    assert.equal(proofs.isDemanded('pin'), false);
    proofs.demand('pin', 900);
    assert.equal(proofs.isDemanded('pin'), true);
    now = 900;
    assert.equal(proofs.isDemanded('pin'), false);
  });

  it('never grow past their capacity', () => {
    const proofs = createCodeProofs({ now: () => 0 }, SharedTable.create(2));
    for (const pin of ['a', 'b', 'c']) proofs.demand(pin, 900);
    assert.deepEqual(
      ['a', 'b', 'c'].map((pin) => proofs.isDemanded(pin)),
      [false, true, true],
    );
  });
});
