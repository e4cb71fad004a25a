import type { Synchronous } from '../domain/awaitable.ts';
import { poll } from '../domain/polling.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { PollPacing } from '../service/ports/poll-pacing.ts';
import { SharedHashTable } from './shared-hash-table.ts';

/**
 * Poll pacing in a table shared by all threads of this process.
 *
 * @param table when full, it evicts the pin that started polling first
 */
export function createPollPacing(
  clock: Clock,
  table: SharedHashTable = SharedHashTable.create(200_000),
): Synchronous<PollPacing> {
  return {
    take(pinId, first, until, kind) {
      const now = clock.now();
      let soon = false;
      const next: Parameters<SharedHashTable['change']>[2] = (entry) => {
        // Intervals are positive, so a negative one marks a long poll.
        const known = entry && { lastAt: entry.one, interval: Math.abs(entry.two), waited: entry.two < 0 };
        const { pace, tooSoon } = poll(known, first, now, kind);
        soon = tooSoon;
        return { until: entry?.until ?? until, one: pace.lastAt, two: pace.waited ? -pace.interval : pace.interval };
      };
      table.change(pinId, now, next, 'forget');
      return soon;
    },
  };
}
