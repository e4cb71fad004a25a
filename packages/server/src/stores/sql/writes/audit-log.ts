import { sql } from '#kysely';
import { planTrim, truncateAddress } from '../../../domain/audit-log.ts';
import type { ExpiryCursor } from '../../../service/ports/audit-log.ts';
import type { Transaction } from '../sql.ts';
import { statement } from '../statement.ts';
import { keepEntries, type EntryRow } from '../audit-rows.ts';

export async function addEntries(on: Transaction, rows: readonly EntryRow[]): Promise<void> {
  await keepEntries(on, rows);
}

const moveMark = statement<MovedMark>()((db, the) =>
  db
    .updateTable('trail_state')
    .where('id', '=', 1)
    .set({ told_at: the('toAt'), told_key: the('toKey') })
    .where('told_at', '=', the('fromAt'))
    .where('told_key', '=', the('fromKey')),
);

interface MovedMark {
  readonly fromAt: number;
  readonly fromKey: string;
  readonly toAt: number;
  readonly toKey: string;
}

/** The ends between two marks. */
export interface ToldEnds {
  readonly rows: readonly EntryRow[];
  readonly from: ExpiryCursor;
  readonly to: ExpiryCursor;
}

export async function addExpiries(on: Transaction, { rows, from, to }: ToldEnds): Promise<boolean> {
  const moved = { fromAt: from.endsAt, fromKey: from.id, toAt: to.endsAt, toKey: to.id };
  if ((await on.run(moveMark, moved)) === 0) return false;
  await addEntries(on, rows);
  return true;
}

// The words of the index, which SQLite uses only where they stand as they are there.
const whole = statement<Slice>()((db, the) =>
  db
    .selectFrom('events')
    .select(['seq', 'address'])
    .where(sql<boolean>`is_cut = 0`)
    .where('at', '<', the('before'))
    .orderBy('at')
    .limit(the('limit')),
);

const cut = statement<{ seq: number; address: string | null }>()((db, the) =>
  db
    .updateTable('events')
    .set({ address: the('address'), is_cut: 1, bundle: null })
    .where('seq', '=', the('seq')),
);

/** At most so many entries before an instant. */
export interface Slice {
  readonly before: number;
  readonly limit: number;
}

export async function cutEntryAddresses(on: Transaction, slice: Slice): Promise<number> {
  const rows = await on.all(whole, slice);
  for (const { seq, address } of rows) await on.run(cut, { seq, address: truncateAddress(address) });
  return rows.length;
}

const sweep = statement<Slice>()((db, the) =>
  db
    .deleteFrom('events')
    .where('seq', 'in', (events) =>
      events.selectFrom('events').select('seq').where('at', '<', the('before')).orderBy('at').limit(the('limit')),
    ),
);

export async function sweepEntries(on: Transaction, slice: Slice): Promise<number> {
  return await on.run(sweep, slice);
}

const total = statement<object>()((db, _the, { entryCounts: { aggregates, singles } }) =>
  db
    .selectFrom('trail_state')
    .where('id', '=', 1)
    .select([aggregates.as('aggregates'), singles.as('singles')]),
);

const trim = statement<{ isBundle: number; limit: number }>()((db, the) =>
  db
    .deleteFrom('events')
    .where('seq', 'in', (events) =>
      events
        .selectFrom('events')
        .select('seq')
        .where('is_bundle', '=', the('isBundle'))
        .orderBy('seq')
        .limit(the('limit')),
    ),
);

export async function trimEntries(
  on: Transaction,
  { most, limit }: { readonly most: number; readonly limit: number },
): Promise<number> {
  const { aggregates = 0, singles = 0 } = (await on.get(total, {})) ?? {};
  const plan = planTrim({ aggregates, singles }, most, limit);
  return (
    (await on.run(trim, { isBundle: 1, limit: plan.aggregates })) +
    (await on.run(trim, { isBundle: 0, limit: plan.singles }))
  );
}
