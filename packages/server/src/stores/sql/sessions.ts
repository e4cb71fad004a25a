import type { Address } from '../../domain/address.ts';
import { hasExpired } from '../../domain/expiry.ts';
import { lastSeenFirst } from '../../domain/session.ts';
import type { Session, Sessions } from '../../service/ports/sessions.ts';
import type { Sql } from './sql.ts';
import { findSession, sessionsOf, sessionsOfProvider } from './session-rows.ts';
import { statement } from './statement.ts';
import type { Writer } from './writer.ts';

const seenIn = statement<{ network: string; since: number; now: number }>()((db, the) =>
  db
    .selectFrom('sessions')
    .select('hash')
    .where('network', '=', the('network'))
    .where('last_seen_at', '>', the('since'))
    .where('expires_at', '>', the('now'))
    .limit(1),
);

/** Sessions in an SQL database. */
export class SqlSessions implements Sessions {
  readonly #reader: Sql;
  readonly #writer: Writer;

  constructor(reader: Sql, writer: Writer) {
    this.#reader = reader;
    this.#writer = writer;
  }

  async add(session: Session, passwordHash: string): Promise<boolean> {
    return this.#writer.write('addSession', { session, passwordHash });
  }

  async find(hash: string, now: number): Promise<Session | undefined> {
    const session = await findSession(this.#reader, hash);
    return session === undefined || hasExpired(session.expiresAt, now) ? undefined : session;
  }

  async isKnownNetwork(network: string, since: number, now: number): Promise<boolean> {
    return (await this.#reader.get(seenIn, { network, since, now })) !== undefined;
  }

  async listFor(account: string, now: number): Promise<readonly Session[]> {
    return lastSeenFirst(await sessionsOf(this.#reader, account)).filter(
      ({ expiresAt }) => !hasExpired(expiresAt, now),
    );
  }

  async listOfProvider(provider: string, providerSession: string, now: number): Promise<readonly Session[]> {
    const sessions = await sessionsOfProvider(this.#reader, provider, providerSession);
    return sessions.filter(({ expiresAt }) => !hasExpired(expiresAt, now));
  }

  async markSeen(hash: string, at: number, address: Address): Promise<void> {
    await this.#writer.write('markSessionSeen', { hash, at, address });
  }

  async end(hash: string, account: string): Promise<boolean> {
    return this.#writer.write('endSession', { hash, account });
  }

  async endAll(account: string, keep: string | null): Promise<void> {
    await this.#writer.write('endSessions', { account, keep });
  }

  async sweep(before: number, limit: number): Promise<number> {
    return this.#writer.write('sweepSessions', { before, limit });
  }
}
