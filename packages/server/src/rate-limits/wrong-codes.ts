import type { Synchronous } from '../domain/awaitable.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { WrongCodes } from '../service/ports/wrong-codes.ts';
import { SharedHashTable, type Entry } from './shared-hash-table.ts';

/** How many wrong codes may be sent for one pin. An honest device sends none. */
const most = 10;

/**
 * Counters in a table shared by all threads of this process.
 *
 * @param table when full, it evicts the oldest counter
 */
export function createWrongCodes(
  clock: Clock,
  table: SharedHashTable = SharedHashTable.create(100_000),
): Synchronous<WrongCodes> {
  const change = (pinId: string, next: (entry: Entry | undefined) => Entry | undefined): void => {
    table.change(pinId, clock.now(), next, 'forget');
  };
  return {
    take(pinId, until) {
      let isTaken = false;
      change(pinId, (known) => {
        const wrong = known?.one ?? 0;
        isTaken = wrong < most;
        return isTaken ? { until: known?.until ?? until, one: wrong + 1, two: 0 } : undefined;
      });
      return isTaken;
    },
    refund(pinId) {
      change(pinId, (known) => known && { ...known, one: known.one > 0 ? known.one - 1 : 0 });
    },
  };
}
