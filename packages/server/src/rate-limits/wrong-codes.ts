import type { Synchronous } from '../domain/awaitable.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { WrongCodes } from '../service/ports/wrong-codes.ts';
import { SharedHashTable, type Entry } from './shared-hash-table.ts';

/** So many wrong codes may be sent for one pin. A device sends none. */
const most = 10;

/**
 * Counts in a table that the threads of this process share.
 *
 * @param table where there is no room, what was counted first is forgotten
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
