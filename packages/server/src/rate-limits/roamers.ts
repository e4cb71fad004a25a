import { networkOf } from '../domain/address.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { Roamers } from '../service/ports/roamers.ts';
import { SharedHashTable } from './shared-hash-table.ts';

/**
 * Remembers in a table that the threads of this process share.
 *
 * @param table where there is no room, the pin and network that came first are forgotten
 */
export function createRoamers(clock: Clock, table: SharedHashTable = SharedHashTable.create(100_000)): Roamers {
  return {
    note(pinKey, from, until) {
      const key = `${pinKey} ${networkOf(from)}`;
      table.change(
        key,
        clock.now(),
        (known) => (known === undefined ? { until, one: 0, two: 0 } : undefined),
        'forget',
      );
    },
    knows: (pinKey, from) => table.find(`${pinKey} ${networkOf(from)}`, clock.now()) !== undefined,
  };
}
