import type { OAuthClient, OAuthClients } from '../../service/ports/oauth-clients.ts';
import type { Connection } from './connection.ts';
import type { OAuthClientRow } from './schema.ts';
import { statement } from './statement.ts';
import type { WriteQueue } from './write-queue.ts';

const byId = statement<{ id: string }>()((db, the) =>
  db.selectFrom('oauth_clients').selectAll().where('id', '=', the('id')),
);

const all = statement<object>()((db) => db.selectFrom('oauth_clients').selectAll().orderBy('id'));

/** OAuth clients in SQLite. */
export class SqliteOAuthClients implements OAuthClients {
  readonly #reader: Connection;
  readonly #queue: WriteQueue;

  constructor(reader: Connection, queue: WriteQueue) {
    this.#reader = reader;
    this.#queue = queue;
  }

  async add({ id, lastUsedAt, ...rest }: OAuthClient): Promise<boolean> {
    return this.#queue.write('addOAuthClient', {
      id,
      last_used_at: lastUsedAt,
      idle_since: rest.isVerified ? null : (lastUsedAt ?? rest.createdAt),
      body: JSON.stringify(rest satisfies Body),
    });
  }

  async byId(id: string): Promise<OAuthClient | undefined> {
    const row = this.#reader.get(byId, { id });
    return row === undefined ? undefined : clientOf(row);
  }

  known(): undefined {
    return undefined;
  }

  async list(): Promise<readonly OAuthClient[]> {
    return this.#reader.all(all, {}).map(clientOf);
  }

  async markUsed(id: string, at: number): Promise<void> {
    await this.#queue.write('markOAuthClientUsed', { id, at });
  }

  async remove(id: string): Promise<boolean> {
    return this.#queue.write('removeOAuthClient', { id });
  }

  async sweepUnverified(before: number, limit: number): Promise<number> {
    return this.#queue.write('sweepOAuthClients', { before, limit });
  }
}

type Body = Omit<OAuthClient, 'id' | 'lastUsedAt'>;

const clientOf = (row: OAuthClientRow): OAuthClient => ({
  ...(JSON.parse(row.body) as Body),
  id: row.id,
  lastUsedAt: row.last_used_at,
});
