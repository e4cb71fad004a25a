import type { Clock } from '../service/ports/clock.ts';
import type { CodeProofs } from '../service/ports/code-proofs.ts';
import { SharedHashTable, type Entry } from './shared-hash-table.ts';

/** So many wrong codes may be sent for one pin. A device sends none. */
const wrongCodes = 10;

/**
 * Remembers in a table that the threads of this process share.
 *
 * @param table where there is no room, what was remembered first is forgotten
 */
export function createCodeProofs(clock: Clock, table: SharedHashTable = SharedHashTable.create(100_000)): CodeProofs {
  const change = (key: string, next: (entry: Entry | undefined) => Entry | undefined): void => {
    table.change(key, clock.now(), next, 'forget');
  };
  const remember = (key: string, until: number): void =>
    change(key, (known) => (known === undefined ? { until, one: 0, two: 0 } : undefined));
  const isKnown = (key: string): boolean => table.find(key, clock.now()) !== undefined;
  const provedBy = (pinKey: string, requester: string): string => `${pinKey} proved by ${requester}`;
  const wrongOf = (pinKey: string): string => `${pinKey} wrong`;
  return {
    isDemanded: (pinKey) => isKnown(pinKey),
    hasProved: (pinKey, requester) => isKnown(provedBy(pinKey, requester)),
    prove(pinKey, requester, until) {
      remember(pinKey, until);
      remember(provedBy(pinKey, requester), until);
    },
    takeTry(pinKey, until) {
      let isTaken = false;
      change(wrongOf(pinKey), (known) => {
        const wrong = known?.one ?? 0;
        isTaken = wrong < wrongCodes;
        return isTaken ? { until: known?.until ?? until, one: wrong + 1, two: 0 } : undefined;
      });
      return isTaken;
    },
    refundTry(pinKey) {
      change(wrongOf(pinKey), (known) => known && { ...known, one: known.one > 0 ? known.one - 1 : 0 });
    },
  };
}
