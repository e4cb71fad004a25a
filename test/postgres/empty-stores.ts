import { after } from 'node:test';
import pg from 'pg';
import { openPostgresStore, type PostgresStore } from '../../packages/server/src/stores/postgres/store.ts';
import { readPostgresAddress } from '../../packages/server/src/stores/postgres/address.ts';
import { createKeys, makeSecretKey } from '../../packages/server/src/tokens/keys.ts';
import type { Database } from './databases.ts';
import { freshDatabase } from './shared.ts';

/**
 * Empties every table, but not those that say which migrations were made. Rows are deleted, with no trigger or key to mind:
 * to truncate a table writes it anew, which takes many times as long for the few rows of a test.
 */
const empty = `
do $$
declare one text;
begin
  set local session_replication_role = replica;
  for one in select quote_ident(tablename) from pg_tables
    where schemaname = 'public' and tablename not like 'kysely%' and tablename <> 'oldest_reader'
  loop
    execute 'delete from ' || one;
  end loop;
  perform setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false) from pg_sequences;
  insert into trail_state values (1, 0, '');
  insert into outbox_state values (1, 0, 0, null, 0);
end $$`;

/** How many databases there are: while one is used, others are emptied and opened. */
const many = 3;

const keys = createKeys([makeSecretKey()]);

/** One database, empty and open whenever it is its turn. */
class Place {
  readonly #replicas: number;
  readonly #database: Promise<Database>;
  readonly #admin: Promise<pg.Client>;
  #stores: Promise<readonly PostgresStore[]> | undefined;

  constructor(replicas: number) {
    this.#replicas = replicas;
    this.#database = freshDatabase();
    this.#admin = this.#database.then(async ({ adminUrl }) => {
      const client = new pg.Client(adminUrl);
      await client.connect();
      return client;
    });
    this.#prepare(this.#open());
  }

  /** Whoever takes them closes them. */
  async take(): Promise<readonly PostgresStore[]> {
    const stores = await this.#stores;
    if (stores === undefined) throw new Error('The stores of an earlier test are not closed yet.');
    this.#stores = undefined;
    let open = stores.length;
    return stores.map((store) => ({
      ...store,
      close: async () => {
        await store.close();
        open -= 1;
        if (open === 0) this.#prepare(this.#again());
      },
    }));
  }

  async end(): Promise<void> {
    await Promise.all(((await this.#stores) ?? []).map((store) => store.close()));
    await (await this.#admin).end();
    await (await this.#database)[Symbol.asyncDispose]();
  }

  /** What goes wrong is told to who takes them. */
  #prepare(stores: Promise<readonly PostgresStore[]>): void {
    stores.catch(() => {});
    this.#stores = stores;
  }

  async #again(): Promise<readonly PostgresStore[]> {
    await (await this.#admin).query(empty);
    return this.#open();
  }

  async #open(): Promise<readonly PostgresStore[]> {
    const address = readPostgresAddress((await this.#database).url);
    return Promise.all(
      Array.from({ length: this.#replicas }, () => openPostgresStore({ address, keys, connections: 10 })),
    );
  }
}

/**
 * Stores on empty databases, for the tests of a file, one at a time.
 *
 * @param replicas how many stores of each database
 * @returns a function that takes those of the next one; they are closed by their test
 */
export function emptyStores(replicas = 1): () => Promise<readonly PostgresStore[]> {
  const places: Place[] = [];
  let turn = -1;
  after(() => Promise.all(places.map((place) => place.end())));
  return async () => {
    while (places.length < many) places.push(new Place(replicas));
    turn += 1;
    const place = places[turn % many];
    if (place === undefined) throw new Error('There is no database.');
    return place.take();
  };
}
