import { sharesFor, type Share } from '../domain/network-shares.ts';
import { accepted, refused } from '../domain/result.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { Budget, Limits } from '../service/ports/limits.ts';
import { SharedHashTable } from './shared-hash-table.ts';

/** So many of something in so many seconds, for each network. The seconds begin with the first one. */
export interface Allowance {
  readonly points: number;
  readonly seconds: number;
}

/**
 * Counts in a table that the threads of this process share.
 *
 * @param table where there is no room, the count that began first is forgotten
 */
export function createLimits(
  clock: Clock,
  allowances: Readonly<Record<Budget, Allowance>>,
  table: SharedHashTable = SharedHashTable.create(100_000),
): Limits {
  /** Spends one. Returns when there is one again, or undefined when it was spent. */
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
