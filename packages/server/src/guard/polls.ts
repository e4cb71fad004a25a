import { poll, type Pace } from '../pins/polling.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { Polls } from '../service/ports/polls.ts';

/**
 * Keeps the pace in this process's memory.
 *
 * @param capacity how many pins at most; the one that began to poll longest ago is forgotten first
 */
export function createPolls(clock: Clock, capacity = 200_000): Polls {
  const records = new Map<string, { pace: Pace; readonly until: number }>();
  return {
    take(pinKey, first, until) {
      const now = clock.now();
      const record = records.get(pinKey);
      const { pace, tooSoon } = poll(record?.pace, first, now);
      if (record !== undefined) {
        record.pace = pace;
        return tooSoon;
      }
      for (const [oldest, { until: over }] of records) {
        if (records.size < capacity && over > now) break;
        records.delete(oldest);
      }
      records.set(pinKey, { pace, until });
      return tooSoon;
    },
  };
}
