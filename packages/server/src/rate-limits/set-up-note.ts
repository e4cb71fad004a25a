import type { Clock } from '../service/ports/clock.ts';
import type { SetUpNote } from '../service/ports/set-up-note.ts';
import { SharedHashTable } from './shared-hash-table.ts';

/** The one name under which it is noted. */
const name = 'set-up';

/** Keeps it in a table that the threads of this process share. */
export function createSetUpNote(clock: Clock, table: SharedHashTable = SharedHashTable.create(1)): SetUpNote {
  return {
    put(hash, until) {
      const [one, two] = table.hashOf(hash);
      table.change(name, clock.now(), () => ({ until, one, two }), 'forget');
    },
    has(hash) {
      const [one, two] = table.hashOf(hash);
      const kept = table.find(name, clock.now());
      return kept !== undefined && kept.one === one && kept.two === two;
    },
    clear: () => table.remove(name),
  };
}
