import type { RegistrationBounds } from '../../domain/oauth-client.ts';
import type { OAuthClient, OAuthClients, Registered } from '../../service/ports/oauth-clients.ts';
import type { Changes } from './changes.ts';
import type { Connection } from './connection.ts';
import { clientOf, rowOf } from './oauth-client-rows.ts';
import { statement } from './statement.ts';
import type { WriteQueue } from './write-queue.ts';

const byId = statement<{ id: string }>()((db, the) =>
  db.selectFrom('oauth_clients').selectAll().where('id', '=', the('id')),
);

const all = statement<object>()((db) => db.selectFrom('oauth_clients').selectAll().orderBy('id'));

/** Clients that were read, and how one is told that some are gone. */
export interface ClientMemory {
  readonly clients: Map<string, OAuthClient>;
  readonly changes: Changes;
}

/** No more than so many clients are remembered. */
const mostClients = 1000;

/** OAuth clients in SQLite. */
export class SqliteOAuthClients implements OAuthClients {
  readonly #reader: Connection;
  readonly #queue: WriteQueue;
  readonly #memory: ClientMemory;

  constructor(reader: Connection, queue: WriteQueue, memory: ClientMemory) {
    this.#reader = reader;
    this.#queue = queue;
    this.#memory = memory;
  }

  async add(client: OAuthClient): Promise<boolean> {
    return this.#queue.write('addOAuthClient', rowOf(client));
  }

  async addUnverified(client: OAuthClient, bounds: RegistrationBounds): Promise<Registered> {
    const registered = await this.#queue.write('registerOAuthClient', { row: rowOf(client), bounds });
    this.#memory.changes.lookSoon();
    return registered;
  }

  async byId(id: string): Promise<OAuthClient | undefined> {
    this.#memory.changes.look();
    const row = this.#reader.get(byId, { id });
    if (row === undefined) return undefined;
    const client = clientOf(row);
    if (this.#memory.clients.size < mostClients) this.#memory.clients.set(id, client);
    return client;
  }

  /** See `DriverCache`. */
  peek(id: string): OAuthClient | undefined {
    this.#memory.changes.look();
    return this.#memory.clients.get(id);
  }

  async list(): Promise<readonly OAuthClient[]> {
    return this.#reader.all(all, {}).map(clientOf);
  }

  async markUsed(id: string, at: number): Promise<void> {
    await this.#queue.write('markOAuthClientUsed', { id, at });
  }

  async remove(id: string): Promise<boolean> {
    const gone = await this.#queue.write('removeOAuthClient', { id });
    this.#memory.clients.delete(id);
    this.#memory.changes.lookSoon();
    return gone;
  }

  async sweepUnverified(before: number, limit: number): Promise<number> {
    const gone = await this.#queue.write('sweepOAuthClients', { before, limit });
    if (gone > 0) this.#memory.clients.clear();
    this.#memory.changes.lookSoon();
    return gone;
  }
}
