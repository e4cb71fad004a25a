import { networkOf, type Address } from '../../domain/address.ts';
import type { Session, Sessions } from '../../service/ports/sessions.ts';
import type { Connection } from './connection.ts';
import type { SessionRow } from './schema.ts';
import { statement } from './statement.ts';
import type { WriteQueue } from './write-queue.ts';

const find = statement<{ hash: string; now: number }>()((db, the) =>
  db.selectFrom('sessions').selectAll().where('hash', '=', the('hash')).where('expires_at', '>', the('now')),
);

const seenIn = statement<{ network: string; since: number; now: number }>()((db, the) =>
  db
    .selectFrom('sessions')
    .select('hash')
    .where('network', '=', the('network'))
    .where('last_seen_at', '>', the('since'))
    .where('expires_at', '>', the('now'))
    .limit(1),
);

const listFor = statement<{ account: string; now: number }>()((db, the) =>
  db
    .selectFrom('sessions')
    .selectAll()
    .where('account', '=', the('account'))
    .where('expires_at', '>', the('now'))
    .orderBy('last_seen_at', 'desc'),
);

/** Sessions in SQLite. */
export class SqliteSessions implements Sessions {
  readonly #reader: Connection;
  readonly #queue: WriteQueue;

  constructor(reader: Connection, queue: WriteQueue) {
    this.#reader = reader;
    this.#queue = queue;
  }

  async add(session: Session, passwordHash: string): Promise<boolean> {
    const row = {
      hash: session.hash,
      account: session.account,
      created_at: session.createdAt,
      last_seen_at: session.lastSeenAt,
      expires_at: session.expiresAt,
      address: session.address,
      network: networkOf(session.address),
      user_agent: session.userAgent,
    };
    return this.#queue.write('addSession', { row, passwordHash });
  }

  async find(hash: string, now: number): Promise<Session | undefined> {
    const row = this.#reader.get(find, { hash, now });
    return row === undefined ? undefined : sessionOf(row);
  }

  async isKnownNetwork(network: string, since: number, now: number): Promise<boolean> {
    return this.#reader.get(seenIn, { network, since, now }) !== undefined;
  }

  async listFor(account: string, now: number): Promise<readonly Session[]> {
    return this.#reader.all(listFor, { account, now }).map(sessionOf);
  }

  async markSeen(hash: string, at: number, address: Address): Promise<void> {
    await this.#queue.write('markSessionSeen', { hash, at, address, network: networkOf(address) });
  }

  async end(hash: string, account: string): Promise<boolean> {
    return this.#queue.write('endSession', { hash, account });
  }

  async endAll(account: string, keep: string | null): Promise<void> {
    await this.#queue.write('endSessions', { account, keep });
  }

  async sweep(before: number, limit: number): Promise<number> {
    return this.#queue.write('sweepSessions', { before, limit });
  }
}

const sessionOf = (row: SessionRow): Session => ({
  hash: row.hash,
  account: row.account,
  createdAt: row.created_at,
  lastSeenAt: row.last_seen_at,
  expiresAt: row.expires_at,
  address: row.address,
  userAgent: row.user_agent,
});
