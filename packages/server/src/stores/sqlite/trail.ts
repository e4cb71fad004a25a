import { sql } from '#kysely';
import type { EventKind } from '../../domain/event-kinds.ts';
import type { Dialect } from '../../domain/pin.ts';
import type { EventFact, NewEntry, TrailEntry } from '../../service/ports/events.ts';
import type { EndMark, Trail, TrailQuestion } from '../../service/ports/trail.ts';
import type { Connection } from './connection.ts';
import type { EventRow } from './schema.ts';
import { statement } from './statement.ts';
import { rowOf } from './trail-rows.ts';
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

/** The trail in SQLite. */
export class SqliteTrail implements Trail {
  readonly #reader: Connection;
  readonly #queue: WriteQueue;

  constructor(reader: Connection, queue: WriteQueue) {
    this.#reader = reader;
    this.#queue = queue;
  }

  async add(entries: readonly NewEntry[]): Promise<void> {
    await this.#queue.write('addEntries', entries.map(rowOf));
  }

  async endMark(): Promise<EndMark> {
    const row = this.#reader.get(mark, {});
    return { endsAt: row?.told_at ?? 0, key: row?.told_key ?? '' };
  }

  async addEnds(entries: readonly NewEntry[], from: EndMark, to: EndMark): Promise<boolean> {
    return this.#queue.write('addEnds', { rows: entries.map(rowOf), from, to });
  }

  async listFor(account: string, limit: number): Promise<readonly TrailEntry[]> {
    return this.#reader.all(listFor, { account, limit }).map(entryOf);
  }

  async list({ since, kinds, limit }: TrailQuestion): Promise<readonly TrailEntry[]> {
    const newest = this.#reader.all(list, { since, kinds: JSON.stringify(kinds), limit });
    return newest.map(entryOf).toReversed();
  }

  async cutAddresses(before: number, limit: number): Promise<number> {
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
    dialect: dialect as Dialect | null,
    client,
    device,
    address,
    country,
    fact: fact as EventFact | null,
    count,
  } satisfies TrailEntry;
}
