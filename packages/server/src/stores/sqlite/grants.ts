import { sql } from '#kysely';
import { lastUsedFirst, type Grant } from '../../domain/grant.ts';
import type { Protocol } from '../../domain/pin.ts';
import type { GrantOptions, Grants } from '../../service/ports/grants.ts';
import type { Connection } from './connection.ts';
import { grantOf, rowOf } from './grant-rows.ts';
import { statement } from './statement.ts';
import type { WriteQueue } from './write-queue.ts';

const byId = statement<{ id: string }>()((db, the) =>
  db.selectFrom('grants').selectAll().where('id', '=', the('id')).where('revoked_at', 'is', null),
);

const byTokenHash = statement<{ tokenHash: string }>()((db, the) =>
  db.selectFrom('grants').selectAll().where('token_hash', '=', the('tokenHash')),
);

const listFor = statement<{ account: string }>()((db, the) =>
  db.selectFrom('grants').selectAll().where('account', '=', the('account')),
);

// The migration's index is on these very expressions.
const listOf = statement<{ dialect: string; holder: string }>()((db, the) =>
  db
    .selectFrom('grants')
    .selectAll()
    .where(sql`body ->> '$.holder'`, '=', the('holder'))
    .where(sql`body ->> '$.dialect'`, '=', the('dialect')),
);

/** Grants in SQLite. */
export class SqliteGrants implements Grants {
  readonly #reader: Connection;
  readonly #queue: WriteQueue;

  constructor(reader: Connection, queue: WriteQueue) {
    this.#reader = reader;
    this.#queue = queue;
  }

  async add(grant: Grant, { passwordHash }: GrantOptions = {}): Promise<boolean> {
    return this.#queue.write('addGrant', { grant, passwordHash });
  }

  async byId(id: string): Promise<Grant | undefined> {
    const row = this.#reader.get(byId, { id });
    return row === undefined ? undefined : grantOf(row);
  }

  async byTokenHash(tokenHash: string): Promise<Grant | undefined> {
    const row = this.#reader.get(byTokenHash, { tokenHash });
    return row === undefined ? undefined : grantOf(row);
  }

  async listFor(account: string): Promise<readonly Grant[]> {
    return lastUsedFirst(this.#reader.all(listFor, { account }).map(grantOf));
  }

  async listOf(dialect: Protocol, holder: string): Promise<readonly Grant[]> {
    return this.#reader.all(listOf, { dialect, holder }).map(grantOf);
  }

  async replace(next: Grant, expectedVersion: number): Promise<boolean> {
    return this.#queue.write('replaceGrant', { row: rowOf(next), expectedVersion });
  }

  async revoke(id: string, account: string, at: number): Promise<boolean> {
    return this.#queue.write('revokeGrant', { id, account, at });
  }
}
