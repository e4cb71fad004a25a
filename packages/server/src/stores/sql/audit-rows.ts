// How entries are kept, for the writer's operations on whatever they are about.
import { nobody } from '../../domain/audit-log.ts';
import { countsOf, type CountedEntry, type HourlyCount } from '../../domain/statistics.ts';
import type { NewEntry } from '../../service/ports/events.ts';
import type { Transaction } from './sql.ts';
import { putMessage } from './outbox-rows.ts';
import type { EventRow } from './schema.ts';
import { statement } from './statement.ts';

/** An entry as it is sent to the writer. */
export interface EntryRow extends Omit<EventRow, 'seq'>, Pick<CountedEntry, 'counted'> {
  readonly message: boolean;
}

/** The row of an entry. */
export function rowOf({ message, by, ...entry }: NewEntry): EntryRow {
  return {
    ...entry,
    done_by: by,
    is_bundle: entry.bundle === null ? 0 : 1,
    is_cut: entry.address === null ? 1 : 0,
    message,
  };
}

const add = statement<Omit<EventRow, 'seq'>>()((db, the) =>
  db
    .insertInto('events')
    .values({
      id: the('id'),
      kind: the('kind'),
      at: the('at'),
      account: the('account'),
      pin: the('pin'),
      dialect: the('dialect'),
      client: the('client'),
      device: the('device'),
      address: the('address'),
      country: the('country'),
      fact: the('fact'),
      count: the('count'),
      is_bundle: the('is_bundle'),
      is_cut: the('is_cut'),
      bundle: the('bundle'),
      done_by: the('done_by'),
    })
    .onConflict((conflict) =>
      conflict
        .column('bundle')
        .where('bundle', 'is not', null)
        .doUpdateSet((row) => ({ count: row('events.count', '+', row.ref('excluded.count')) })),
    )
    .returning('id'),
);

const addCount = statement<HourlyCount>()((db, the, words) =>
  db
    .insertInto('hourly_counts')
    .values({ hour: the('hour'), what: the('what'), shard: words.shard, count: the('count') })
    .onConflict((conflict) =>
      conflict
        .columns(['hour', 'what', 'shard'])
        .doUpdateSet((row) => ({ count: row('hourly_counts.count', '+', row.ref('excluded.count')) })),
    ),
);

/** Adds entries and what they count as. */
export async function keepEntries(on: Transaction, rows: readonly EntryRow[]): Promise<void> {
  for (const row of rows) await keepEntry(on, row);
  for (const count of countsOf(rows)) await on.run(addCount, count);
}

/** Adds an entry, or adds it to its aggregate, and puts its message into the outbox. */
async function keepEntry(on: Transaction, row: EntryRow): Promise<void> {
  const kept = await on.get(add, row);
  if (row.message) await putMessage(on, row, kept?.id === row.id);
}

const forgetPerson = statement<{ account: string }>()((db, the) =>
  db
    .updateTable('events')
    .set({ ...nobody, is_cut: 1 })
    .where('account', '=', the('account')),
);

const forgetDoer = statement<{ account: string }>()((db, the) =>
  db.updateTable('events').set({ done_by: null }).where('done_by', '=', the('account')),
);

/** Forgets who a person is in all that they did. */
export async function forgetPersonInTrail(on: Transaction, account: string): Promise<void> {
  await on.run(forgetPerson, { account });
  await on.run(forgetDoer, { account });
}
