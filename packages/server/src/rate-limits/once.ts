import type { Clock } from '../service/ports/clock.ts';
import type { Once } from '../service/ports/once.ts';
import { SharedTable } from './shared-table.ts';

/**
 * Remembers in a table that the threads of this process share.
 *
 * @param table where there is no room, a new value is refused rather than one forgotten that still counts
 */
export function createOnce(clock: Clock, table: SharedTable = SharedTable.create(500_000)): Once {
  return {
    async use(value, until) {
      let known = false;
      const next: Parameters<SharedTable['change']>[2] = (entry) => {
        known = entry !== undefined;
        return known ? undefined : { until, one: 0, two: 0 };
      };
      const kept = table.change(value, clock.now(), next, 'refuse');
      return kept && !known;
    },
  };
}
