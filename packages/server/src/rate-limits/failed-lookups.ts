import type { Address } from '../domain/address.ts';
import { sharesFor } from '../domain/network-shares.ts';
import { accepted, refused } from '../domain/result.ts';
import type { PinResult } from '../domain/refusal.ts';
import type { Budgets, BudgetLimit } from '../service/ports/budgets.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { FailedLookups } from '../service/ports/failed-lookups.ts';

/**
 * How many failed look-ups are allowed in ten minutes from one network and overall; a /24 or /48 prefix may have four
 * times as many as a network.
 */
const perNetwork = 30;
const overall = 3000;
const period = 600_000;

/** How many exhausted networks are cached; the oldest is evicted first. */
const capacity = 10_000;

const budgetLimitsOf = (from: Address): readonly BudgetLimit[] => [
  ...sharesFor(from, perNetwork).map(({ of, limit }) => ({ key: `read miss ${of}`, limit, period })),
  { key: 'read miss', limit: overall, period },
];

/** Counts in budgets, and caches in memory which of them are exhausted, so that a flood no longer reaches the store. */
export function createFailedLookups(budgets: Budgets, clock: Clock): FailedLookups {
  const spentUntil = new Map<string, number>();

  const refuseUntil = (roomAt: number, now: number): PinResult<never> =>
    refused({ kind: 'over-budget', retryAfter: Math.max(1, Math.ceil((roomAt - now) / 1000)) });

  function known(budgetLimits: readonly BudgetLimit[], now: number): PinResult<never> | undefined {
    for (const { key } of budgetLimits) {
      const roomAt = spentUntil.get(key) ?? 0;
      if (roomAt > now) return refuseUntil(roomAt, now);
    }
    return undefined;
  }

  /** Takes one from each budget, or caches which of them is exhausted. */
  async function take(
    budgetLimits: readonly BudgetLimit[],
    now: number,
    how: 'spend' | 'hold',
  ): Promise<PinResult<undefined>> {
    const exhausted = await budgets[how](budgetLimits, now);
    if (exhausted === undefined) return accepted(undefined);
    for (const first of spentUntil.keys()) {
      if (spentUntil.size < capacity) break;
      spentUntil.delete(first);
    }
    spentUntil.set(exhausted.exhausted.key, exhausted.roomAt);
    return refuseUntil(exhausted.roomAt, now);
  }

  return {
    async count(from) {
      const [budgetLimits, now] = [budgetLimitsOf(from), clock.now()];
      return known(budgetLimits, now) ?? take(budgetLimits, now, 'spend');
    },
    async allow(from) {
      const [budgetLimits, now] = [budgetLimitsOf(from), clock.now()];
      const refusal = known(budgetLimits, now);
      if (refusal !== undefined) return refusal;
      const spent = await Promise.all(
        budgetLimits.map(async (budgetLimit) => (await budgets.spent(budgetLimit, now)) >= budgetLimit.limit),
      );
      if (!spent.includes(true)) return accepted(undefined);
      const result = await take(budgetLimits, now, 'hold');
      if (result.ok) await budgets.release(budgetLimits, now);
      return result;
    },
  };
}
