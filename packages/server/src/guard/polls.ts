import { poll } from '../pins/polling.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { Polls } from '../service/ports/polls.ts';
import { SharedTable } from './shared-table.ts';

/**
 * Keeps the pace in a table that the threads of this process share.
 *
 * @param table where there is no room, the pin that began to poll first is forgotten
 */
export function createPolls(clock: Clock, table: SharedTable = SharedTable.create(200_000)): Polls {
  return {
    take(pinKey, first, until) {
      const now = clock.now();
      let soon = false;
      const next: Parameters<SharedTable['change']>[2] = (entry) => {
        const known = entry && { lastAt: entry.one, interval: entry.two };
        const { pace, tooSoon } = poll(known, first, now);
        soon = tooSoon;
        return { until: entry?.until ?? until, one: pace.lastAt, two: pace.interval };
      };
      table.change(pinKey, now, next, 'forget');
      return soon;
    },
  };
}
