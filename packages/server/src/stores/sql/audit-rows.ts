// Inserts audit log entries, for the write operations that cause them.
import { nobody } from '../../domain/audit-log.ts';
import { countsOf, type CountedEntry, type HourlyCount } from '../../domain/statistics.ts';
import type { NewEntry } from '../../service/ports/events.ts';
import type { Transaction } from './sql.ts';
import { putMessage } from './outbox-rows.ts';
import type { EventRow } from './schema.ts';
import { statement } from './statement.ts';

/** An entry as it is passed to the writer. */
export interface EntryRow extends Omit<EventRow, 'seq'>, Pick<CountedEntry, 'counted'> {
  readonly message: boolean;
}

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

/** Inserts entries and updates the statistics. */
export async function keepEntries(on: Transaction, rows: readonly EntryRow[]): Promise<void> {
  for (const row of rows) await keepEntry(on, row);
  for (const count of countsOf(rows)) await on.run(addCount, count);
}

/** Inserts an entry or merges it into its aggregate, and adds its message to the outbox. */
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

/** Anonymizes all entries of an account. */
export async function forgetPersonInTrail(on: Transaction, account: string): Promise<void> {
  await on.run(forgetPerson, { account });
  await on.run(forgetDoer, { account });
}
