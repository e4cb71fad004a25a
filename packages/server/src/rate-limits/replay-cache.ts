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
    async use(value, until, user) {
      const [one, two] = user === undefined ? [0, 0] : table.hashOf(user);
      let refused = false;
      const next: Parameters<SharedHashTable['change']>[2] = (entry) => {
        if (entry === undefined) return { until, one, two };
        refused = user === undefined || entry.one !== one || entry.two !== two;
        return undefined;
      };
      const kept = table.change(value, clock.now(), next, 'refuse');
      return kept && !refused;
    },
  };
}
