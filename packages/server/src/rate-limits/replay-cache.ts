import type { Clock } from '../service/ports/clock.ts';
import type { ReplayCache } from '../service/ports/replay-cache.ts';
import { SharedHashTable } from './shared-hash-table.ts';

/**
 * A replay cache in a table shared by all threads of this process.
 *
 * @param table when full, it refuses new values: evicting one that is still valid would allow a replay
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
