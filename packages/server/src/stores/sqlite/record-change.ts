import { sql } from '#kysely';
import type { ChangesRow } from '../sql/schema.ts';
import type { Change } from '../sql/sql.ts';
import { statement } from '../sql/statement.ts';
import type { Connection } from './connection.ts';

const count = statement<Pick<ChangesRow, 'what'>>()((db, the) =>
  db
    .insertInto('changes')
    .values({ what: the('what'), count: 1 })
    .onConflict((conflict) => conflict.column('what').doUpdateSet({ count: sql<number>`changes.count + 1` }))
    .returning('count'),
);

const markPin = statement<{ key: string; count: number }>()((db, the) =>
  db
    .updateTable('pins')
    .set({ changed: the('count') })
    .where('key', '=', the('key')),
);

/** Increments a change counter in the transaction of the change, and stores the count with the changed pin. */
export function recordChange(on: Connection, what: Change): void {
  if (what === 'blocks') return; // Not cached here: a read costs 5 µs.
  const counted = on.get(count, { what: what === 'clients' ? what : 'pins' })?.count ?? 0;
  if (what !== 'clients') on.run(markPin, { key: what.pin, count: counted });
}
