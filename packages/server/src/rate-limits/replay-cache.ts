import type { Clock } from '../service/ports/clock.ts';
import type { ReplayCache } from '../service/ports/replay-cache.ts';
import { SharedHashTable } from './shared-hash-table.ts';

/**
 * Remembers in a table that the threads of this process share.
 *
 * @param table where there is no room, a new value is refused rather than one forgotten that still counts
 */
export function createReplayCache(clock: Clock, table: SharedHashTable = SharedHashTable.create(500_000)): ReplayCache {
  return {
    async use(value, until) {
      let known = false;
      const next: Parameters<SharedHashTable['change']>[2] = (entry) => {
        known = entry !== undefined;
        return known ? undefined : { until, one: 0, two: 0 };
      };
      const kept = table.change(value, clock.now(), next, 'refuse');
      return kept && !known;
    },
  };
}
