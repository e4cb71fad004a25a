import { sql } from '#kysely';
import type { EventKind } from '../../domain/event-kinds.ts';
import type { Protocol } from '../../domain/pin.ts';
import type { EventFact, NewEntry, AuditEntry } from '../../service/ports/events.ts';
import type { ExpiryCursor, AuditLog, AuditQuery } from '../../service/ports/audit-log.ts';
import type { Connection } from './connection.ts';
import type { EventRow } from './schema.ts';
import { statement } from './statement.ts';
import { rowOf } from './audit-rows.ts';
import type { WriteQueue } from './write-queue.ts';

const mark = statement<object>()((db) =>
  db.selectFrom('trail_state').where('id', '=', 1).select(['told_at', 'told_key']),
);

const listFor = statement<{ account: string; limit: number }>()((db, the) =>
  db.selectFrom('events').selectAll().where('account', '=', the('account')).orderBy('seq', 'desc').limit(the('limit')),
);

const list = statement<{ since: number; kinds: string; limit: number }>()((db, the) =>
  db
    .selectFrom('events')
    .selectAll()
    .where('at', '>=', the('since'))
    .where(sql<boolean>`(${the('kinds')} = '[]' or kind in (select value from json_each(${the('kinds')})))`)
    .orderBy('at', 'desc')
    .orderBy('seq', 'desc')
    .limit(the('limit')),
);

/** The audit log in SQLite. */
export class SqliteAuditLog implements AuditLog {
  readonly #reader: Connection;
  readonly #queue: WriteQueue;

  constructor(reader: Connection, queue: WriteQueue) {
    this.#reader = reader;
    this.#queue = queue;
  }

  async add(entries: readonly NewEntry[]): Promise<void> {
    await this.#queue.write('addEntries', entries.map(rowOf));
  }

  async expiryCursor(): Promise<ExpiryCursor> {
    const row = this.#reader.get(mark, {});
    return { endsAt: row?.told_at ?? 0, id: row?.told_key ?? '' };
  }

  async addExpiries(entries: readonly NewEntry[], from: ExpiryCursor, to: ExpiryCursor): Promise<boolean> {
    return this.#queue.write('addExpiries', { rows: entries.map(rowOf), from, to });
  }

  async listFor(account: string, limit: number): Promise<readonly AuditEntry[]> {
    return this.#reader.all(listFor, { account, limit }).map(entryOf);
  }

  async list({ since, kinds, limit }: AuditQuery): Promise<readonly AuditEntry[]> {
    const newest = this.#reader.all(list, { since, kinds: JSON.stringify(kinds), limit });
    return newest.map(entryOf).toReversed();
  }

  async truncateAddresses(before: number, limit: number): Promise<number> {
    return this.#queue.write('cutEntryAddresses', { before, limit });
  }

  async sweep(before: number, limit: number): Promise<number> {
    return this.#queue.write('sweepEntries', { before, limit });
  }

  async trim(most: number, limit: number): Promise<number> {
    return this.#queue.write('trimEntries', { most, limit });
  }
}

function entryOf({ id, kind, at, account, pin, dialect, client, device, address, country, fact, count }: EventRow) {
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
  } satisfies AuditEntry;
}
