import { sql } from '#kysely';
import type { Connection } from './connection.ts';
import type { ChangesRow } from './schema.ts';
import { statement } from './statement.ts';

type What = Pick<ChangesRow, 'what'>;

const count = statement<What>()((db, the) =>
  db
    .insertInto('changes')
    .values({ what: the('what'), count: 1 })
    .onConflict((conflict) => conflict.column('what').doUpdateSet({ count: sql<number>`changes.count + 1` }))
    .returning('count'),
);

/** Counts a change, in the transaction that makes it; `Changes` reads the count. Returns the new one. */
export function countChange(on: Connection, what: What['what']): number {
  return on.get(count, { what })?.count ?? 0;
}
