import { sharesFor, type Share } from '../domain/network-shares.ts';
import { accepted, refused } from '../domain/result.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { Budget, Limits } from '../service/ports/limits.ts';
import { SharedHashTable } from './shared-hash-table.ts';

/** A limit per network: `points` per window of `seconds`, which starts with the first request. */
export interface Allowance {
  readonly points: number;
  readonly seconds: number;
}

/**
 * Counters in a table shared by all threads of this process.
 *
 * @param table when full, it evicts the oldest counter
 */
export function createLimits(
  clock: Clock,
  allowances: Readonly<Record<Budget, Allowance>>,
  table: SharedHashTable = SharedHashTable.create(100_000),
): Limits {
  /** Takes one point. Returns undefined on success, else the time at which the window ends. */
  const spendOne = (budget: Budget, { of, limit }: Share, now: number): number | undefined => {
    const { seconds } = allowances[budget];
    let roomAt: number | undefined;
    const next: Parameters<SharedHashTable['change']>[2] = (entry) => {
      const { until, one } = entry ?? { until: now + seconds * 1000, one: 0 };
      roomAt = one < limit ? undefined : until;
      return roomAt === undefined ? { until, one: one + 1, two: 0 } : undefined;
    };
    table.change(`${budget} ${of}`, now, next, 'forget');
    return roomAt;
  };
  return {
    async spend(budget, from) {
      const now = clock.now();
      for (const share of sharesFor(from, allowances[budget].points)) {
        const roomAt = spendOne(budget, share, now);
        if (roomAt === undefined) continue;
        return refused({ kind: 'over-budget', retryAfter: Math.max(1, Math.ceil((roomAt - now) / 1000)) });
      }
      return accepted(undefined);
    },
  };
}
