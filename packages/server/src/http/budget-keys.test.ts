import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createLimits } from '../guard/limits.ts';
import { spendIssue } from './budget-keys.ts';

/** How many of so many requests from addresses are let through. */
async function letThrough(count: number, addressOf: (turn: number) => string | null): Promise<number> {
  const allowance = (points: number) => ({ points, seconds: 60 });
  const limits = createLimits(
    { now: () => 0 },
    { issue: allowance(5), wideIssue: allowance(20), nonce: allowance(1000) },
  );
  let through = 0;
  for (let turn = 0; turn < count; turn += 1) if ((await spendIssue(limits, addressOf(turn))).ok) through += 1;
  return through;
}

it('what may be asked for in a minute is counted by network and by wide network', async () => {
  assert.equal(await letThrough(50, () => '203.0.113.9'), 5);
  assert.equal(await letThrough(50, () => null), 5);
  assert.equal(await letThrough(50, (turn) => `203.0.113.${turn}`), 20);
  assert.equal(await letThrough(50, (turn) => `2001:db8:7:${turn}::1`), 20);
  assert.equal(await letThrough(50, (turn) => `2001:db8:${turn}::1`), 50);
});
