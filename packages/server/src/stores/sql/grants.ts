import { lastUsedFirst, type Grant } from '../../domain/grant.ts';
import type { Protocol } from '../../domain/pin.ts';
import type { GrantOptions, Grants } from '../../service/ports/grants.ts';
import type { Sql } from './sql.ts';
import { grantOf, rowOf } from './grant-rows.ts';
import { statement } from './statement.ts';
import type { Writer } from './writer.ts';

const byId = statement<{ id: string }>()((db, the) =>
  db.selectFrom('grants').selectAll().where('id', '=', the('id')).where('revoked_at', 'is', null),
);

const byTokenHash = statement<{ tokenHash: string }>()((db, the) =>
  db.selectFrom('grants').selectAll().where('token_hash', '=', the('tokenHash')),
);

const listFor = statement<{ account: string }>()((db, the) =>
  db.selectFrom('grants').selectAll().where('account', '=', the('account')),
);

// The same expressions as in the migration's index.
const listOf = statement<{ dialect: string; holder: string }>()((db, the) =>
  db.selectFrom('grants').selectAll().where('client_id', '=', the('holder')).where('dialect', '=', the('dialect')),
);

const after = statement<{ id: string; limit: number }>()((db, the) =>
  db
    .selectFrom('grants')
    .selectAll()
    .where('id', '>', the('id'))
    .where('revoked_at', 'is', null)
    .orderBy('id')
    .limit(the('limit')),
);

/** Grants in an SQL database. */
export class SqlGrants implements Grants {
  readonly #reader: Sql;
  readonly #writer: Writer;

  constructor(reader: Sql, writer: Writer) {
    this.#reader = reader;
    this.#writer = writer;
  }

  async add(grant: Grant, { passwordHash }: GrantOptions = {}): Promise<boolean> {
    return this.#writer.write('addGrant', { grant, passwordHash });
  }

  async byId(id: string): Promise<Grant | undefined> {
    const row = await this.#reader.get(byId, { id });
    return row === undefined ? undefined : grantOf(row);
  }

  async byTokenHash(tokenHash: string): Promise<Grant | undefined> {
    const row = await this.#reader.get(byTokenHash, { tokenHash });
    return row === undefined ? undefined : grantOf(row);
  }

  async listFor(account: string): Promise<readonly Grant[]> {
    return lastUsedFirst((await this.#reader.all(listFor, { account })).map(grantOf));
  }

  async listOf(dialect: Protocol, holder: string): Promise<readonly Grant[]> {
    const grants = (await this.#reader.all(listOf, { dialect, holder })).map(grantOf);
    // A text column cannot store a lone surrogate, so different client ids can be equal in it.
    return grants.filter(({ clientId }) => clientId === holder);
  }

  async listAfter(id: string, limit: number): Promise<readonly Grant[]> {
    return (await this.#reader.all(after, { id, limit })).map(grantOf);
  }

  async replace(next: Grant, expectedVersion: number): Promise<boolean> {
    return this.#writer.write('replaceGrant', { row: rowOf(next), expectedVersion });
  }

  async revoke(id: string, account: string, at: number): Promise<boolean> {
    return this.#writer.write('revokeGrant', { id, account, at });
  }
}
