import type { RegistrationBounds } from '../../domain/oauth-client.ts';
import type { OAuthClient, OAuthClients, Registered } from '../../service/ports/oauth-clients.ts';
import type { Memory } from './memory.ts';
import type { Sql } from './sql.ts';
import { clientOf, rowOf } from './oauth-client-rows.ts';
import { statement } from './statement.ts';
import type { Writer } from './writer.ts';

const byId = statement<{ id: string }>()((db, the) =>
  db.selectFrom('oauth_clients').selectAll().where('id', '=', the('id')),
);

const all = statement<object>()((db) => db.selectFrom('oauth_clients').selectAll().orderBy('id'));

/** No more than so many clients are remembered. */
const mostClients = 1000;

/** OAuth clients in an SQL database. */
export class SqlOAuthClients implements OAuthClients {
  readonly #reader: Sql;
  readonly #writer: Writer;
  readonly #memory: Pick<Memory, 'clients' | 'changes'>;

  constructor(reader: Sql, writer: Writer, memory: Pick<Memory, 'clients' | 'changes'>) {
    this.#reader = reader;
    this.#writer = writer;
    this.#memory = memory;
  }

  async add(client: OAuthClient): Promise<boolean> {
    return this.#writer.write('addOAuthClient', rowOf(client));
  }

  async addUnverified(client: OAuthClient, bounds: RegistrationBounds): Promise<Registered> {
    const registered = await this.#writer.write('registerOAuthClient', { row: rowOf(client), bounds });
    this.#memory.changes.lookSoon();
    return registered;
  }

  async byId(id: string): Promise<OAuthClient | undefined> {
    this.#memory.changes.look();
    const row = await this.#reader.get(byId, { id });
    if (row === undefined) return undefined;
    const client = clientOf(row);
    if (this.#memory.clients.size < mostClients) this.#memory.clients.set(id, client);
    return client;
  }

  /** See `DriverCache`. */
  peek(id: string): OAuthClient | undefined {
    return this.#memory.changes.look() ? this.#memory.clients.get(id) : undefined;
  }

  async list(): Promise<readonly OAuthClient[]> {
    return (await this.#reader.all(all, {})).map(clientOf);
  }

  async markUsed(id: string, at: number): Promise<void> {
    await this.#writer.write('markOAuthClientUsed', { id, at });
  }

  async remove(id: string): Promise<boolean> {
    const gone = await this.#writer.write('removeOAuthClient', { id });
    this.#memory.clients.delete(id);
    this.#memory.changes.lookSoon();
    return gone;
  }

  async sweepUnverified(before: number, limit: number): Promise<number> {
    const gone = await this.#writer.write('sweepOAuthClients', { before, limit });
    if (gone > 0) this.#memory.clients.clear();
    this.#memory.changes.lookSoon();
    return gone;
  }
}
