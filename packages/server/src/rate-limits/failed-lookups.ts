import type { Address } from '../domain/address.ts';
import { sharesFor } from '../domain/network-shares.ts';
import { accepted, refused } from '../domain/result.ts';
import type { PinResult } from '../domain/refusal.ts';
import type { Budgets, BudgetLimit } from '../service/ports/budgets.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { FailedLookups } from '../service/ports/failed-lookups.ts';

/**
 * So many misses may come from one network, and from everywhere, in ten minutes; from a /24 or /48 prefix four times as
 * many.
 */
const perNetwork = 30;
const overall = 3000;
const period = 600_000;

/** So many networks that have missed too often are remembered; the one noticed first is forgotten first. */
const capacity = 10_000;

const budgetLimitsOf = (from: Address): readonly BudgetLimit[] => [
  ...sharesFor(from, perNetwork).map(({ of, limit }) => ({ key: `read miss ${of}`, limit, period })),
  { key: 'read miss', limit: overall, period },
];

/** Counts in budgets, and remembers in this process's memory which are spent, so that a flood asks the store no more. */
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

  /** Takes one, or remembers which of the wants is spent. */
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
