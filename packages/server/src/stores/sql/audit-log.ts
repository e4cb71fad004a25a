import type { EventKind } from '../../domain/event-kinds.ts';
import type { Protocol } from '../../domain/pin.ts';
import type { EventFact, NewEntry, AuditEntry } from '../../service/ports/events.ts';
import type { ExpiryCursor, AuditLog, AuditQuery } from '../../service/ports/audit-log.ts';
import type { Sql } from './sql.ts';
import type { EventRow } from './schema.ts';
import { statement } from './statement.ts';
import { rowOf } from './audit-rows.ts';
import type { Writer } from './writer.ts';

const mark = statement<object>()((db) =>
  db.selectFrom('trail_state').where('id', '=', 1).select(['told_at', 'told_key']),
);

const listFor = statement<{ account: string; limit: number }>()((db, the) =>
  db.selectFrom('events').selectAll().where('account', '=', the('account')).orderBy('seq', 'desc').limit(the('limit')),
);

interface Between {
  readonly since: number;
  readonly until: number;
  readonly limit: number;
}

const between = statement<Between>()((db, the) =>
  db
    .selectFrom('events')
    .selectAll()
    .where('at', '>=', the('since'))
    .where('at', '<=', the('until'))
    .orderBy('at', 'desc')
    .orderBy('seq', 'desc')
    .limit(the('limit')),
);

/** One kind per query: for several, the index would return the rows of each kind in turn, and they would have to be sorted. */
const ofKind = statement<Between & { kind: string }>()((db, the) =>
  db
    .selectFrom('events')
    .selectAll()
    .where('kind', '=', the('kind'))
    .where('at', '>=', the('since'))
    .where('at', '<=', the('until'))
    .orderBy('at', 'desc')
    .orderBy('seq', 'desc')
    .limit(the('limit')),
);

const ofPerson = statement<Between & { account: string; kinds: string }>()((db, the, words) =>
  db
    .selectFrom('events')
    .selectAll()
    .where((row) => row.or([row('account', '=', the('account')), row('done_by', '=', the('account'))]))
    .where((row) => row.or([row(row.val(the('kinds')), '=', '[]'), words.isListed('kind', the('kinds'))]))
    .where('at', '>=', the('since'))
    .where('at', '<=', the('until'))
    .orderBy('at', 'desc')
    .orderBy('seq', 'desc')
    .limit(the('limit')),
);

/** An upper bound later than any time. */
const everAfter = Number.MAX_SAFE_INTEGER;

/** The audit log in an SQL database. */
export class SqlAuditLog implements AuditLog {
  readonly #reader: Sql;
  readonly #writer: Writer;

  constructor(reader: Sql, writer: Writer) {
    this.#reader = reader;
    this.#writer = writer;
  }

  async add(entries: readonly NewEntry[]): Promise<void> {
    await this.#writer.write('addEntries', entries.map(rowOf));
  }

  async expiryCursor(): Promise<ExpiryCursor> {
    const row = await this.#reader.get(mark, {});
    return { endsAt: row?.told_at ?? 0, id: row?.told_key ?? '' };
  }

  async addExpiries(entries: readonly NewEntry[], from: ExpiryCursor, to: ExpiryCursor): Promise<boolean> {
    return this.#writer.write('addExpiries', { rows: entries.map(rowOf), from, to });
  }

  async listFor(account: string, limit: number): Promise<readonly AuditEntry[]> {
    return (await this.#reader.all(listFor, { account, limit })).map(entryOf);
  }

  async list({ since, until = everAfter, account, kinds, limit }: AuditQuery): Promise<readonly AuditEntry[]> {
    const newest = await this.#newest({ since, until, limit }, kinds, account);
    return newest.map(entryOf).toReversed();
  }

  async #newest(time: Between, kinds: readonly EventKind[], account: string | undefined): Promise<readonly EventRow[]> {
    if (account !== undefined) return this.#reader.all(ofPerson, { ...time, account, kinds: JSON.stringify(kinds) });
    if (kinds.length === 0) return this.#reader.all(between, time);
    const rows = await Promise.all(kinds.map(async (kind) => this.#reader.all(ofKind, { ...time, kind })));
    return rows
      .flat()
      .toSorted((one, other) => other.at - one.at || other.seq - one.seq)
      .slice(0, time.limit);
  }

  async truncateAddresses(before: number, limit: number): Promise<number> {
    return this.#writer.write('cutEntryAddresses', { before, limit });
  }

  async sweep(before: number, limit: number): Promise<number> {
    return this.#writer.write('sweepEntries', { before, limit });
  }

  async trim(most: number, limit: number): Promise<number> {
    return this.#writer.write('trimEntries', { most, limit });
  }
}

function entryOf({
  id,
  kind,
  at,
  account,
  pin,
  dialect,
  client,
  device,
  address,
  country,
  fact,
  count,
  done_by,
}: EventRow) {
  return {
    id,
    kind: kind as EventKind,
    at,
    account,
    pin,
    dialect: dialect as Protocol | null,
    client,
    device,
    address,
    country,
    fact: fact as EventFact | null,
    count,
    by: done_by,
  } satisfies AuditEntry;
}
