import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createLimits } from './limits.ts';

describe('the limits', () => {
  const allowance = { points: 3, seconds: 60 };
  const begin = () => createLimits({ now: () => 1000 }, { issue: allowance, nonce: allowance });

  it('let through what is allowed and then say how long to wait', async () => {
    const limits = begin();
    for (let turn = 0; turn < 3; turn += 1) assert.equal((await limits.spend('issue', '203.0.113.1')).ok, true);
    const fourth = await limits.spend('issue', '203.0.113.1');
    assert.ok(!fourth.ok && fourth.refusal.kind === 'over-budget');
    assert.ok(fourth.refusal.retryAfter >= 1 && fourth.refusal.retryAfter <= 60);
  });

  it('say the seconds until a count begins anew, rounded up, and one at least', async () => {
    const clock = { time: 0 };
    const fresh = createLimits({ now: () => clock.time }, { issue: { points: 1, seconds: 60 }, nonce: allowance });
    const retryAfter = async () => {
      const spent = await fresh.spend('issue', '203.0.113.9');
      return spent.ok ? 'ok' : spent.refusal.kind === 'over-budget' && spent.refusal.retryAfter;
    };
    assert.equal(await retryAfter(), 'ok');
    assert.equal(await retryAfter(), 60);
    clock.time = 59_001;
    assert.equal(await retryAfter(), 1);
    clock.time = 60_000;
    assert.equal(await retryAfter(), 'ok');
  });

  it('give a /24 prefix four times as many', async () => {
    const fresh = createLimits({ now: () => 0 }, { issue: { points: 1, seconds: 60 }, nonce: allowance });
    const neighbours = [1, 2, 3, 4, 5].map((last) => `203.0.113.${last}`);
    const spent: boolean[] = [];
    for (const address of neighbours) spent.push((await fresh.spend('issue', address)).ok);
    assert.deepEqual(spent, [true, true, true, true, false]);
  });

  it('count each network and each budget apart', async () => {
    const limits = begin();
    for (let turn = 0; turn < 3; turn += 1) await limits.spend('issue', '203.0.113.1');
    assert.equal((await limits.spend('issue', '203.0.113.1')).ok, false);
    assert.equal((await limits.spend('issue', '203.0.113.2')).ok, true);
    assert.equal((await limits.spend('nonce', '203.0.113.1')).ok, true);
  });
});
