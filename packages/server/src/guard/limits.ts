import { accepted, refused } from '../pins/result.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { Budget, Limits } from '../service/ports/limits.ts';
import { SharedTable } from './shared-table.ts';

/** So many of something in so many seconds, for each key. The seconds begin with the first one. */
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
  table: SharedTable = SharedTable.create(100_000),
): Limits {
  /** Spends one. Returns when there is one again, or undefined when it was spent. */
  const spendOne = (budget: Budget, key: string, now: number): number | undefined => {
    const { points, seconds } = allowances[budget];
    let roomAt: number | undefined;
    const next: Parameters<SharedTable['change']>[2] = (entry) => {
      const { until, one } = entry ?? { until: now + seconds * 1000, one: 0 };
      roomAt = one < points ? undefined : until;
      return roomAt === undefined ? { until, one: one + 1, two: 0 } : undefined;
    };
    table.change(`${budget} ${key}`, now, next, 'forget');
    return roomAt;
  };
  return {
    async spend(budget, keys) {
      const now = clock.now();
      for (const key of keys) {
        const roomAt = spendOne(budget, key, now);
        if (roomAt === undefined) continue;
        return refused({ kind: 'over-budget', retryAfter: Math.max(1, Math.ceil((roomAt - now) / 1000)) });
      }
      return accepted(undefined);
    },
  };
}
