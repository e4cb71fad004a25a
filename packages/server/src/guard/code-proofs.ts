import type { Clock } from '../service/ports/clock.ts';
import type { CodeProofs } from '../service/ports/code-proofs.ts';
import { SharedTable } from './shared-table.ts';

/**
 * Remembers in a table that the threads of this process share.
 *
 * @param table where there is no room, the pin whose code was demanded first is forgotten
 */
export function createCodeProofs(clock: Clock, table: SharedTable = SharedTable.create(100_000)): CodeProofs {
  return {
    demand(pinKey, until) {
      table.change(
        pinKey,
        clock.now(),
        (known) => (known === undefined ? { until, one: 0, two: 0 } : undefined),
        'forget',
      );
    },
    isDemanded: (pinKey) => table.find(pinKey, clock.now()) !== undefined,
  };
}
