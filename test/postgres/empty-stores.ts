import { after } from 'node:test';
import { openPostgresStore, type PostgresStore } from '../../packages/server/src/stores/postgres/store.ts';
import { readPostgresAddress } from '../../packages/server/src/stores/postgres/address.ts';
import { createKeys, makeSecretKey } from '../../packages/server/src/tokens/keys.ts';
import type { Database } from './databases.ts';
import { freshDatabase } from './shared.ts';

/** Empties every table, but not those that say which migrations were made. */
const empty = `
do $$
declare names text;
begin
  select string_agg(quote_ident(tablename), ', ') into names from pg_tables
    where schemaname = 'public' and tablename not like 'kysely%' and tablename <> 'oldest_reader';
  execute 'truncate ' || names || ' restart identity';
end $$;
insert into trail_state values (1, 0, '');
insert into outbox_state values (1, 0, 0, null, 0);`;

/**
 * Stores in one database, for the tests of a file, one at a time.
 *
 * @returns a function that empties the database and opens it; the store is closed by its test
 */
export function emptyStores(): () => Promise<PostgresStore> {
  const keys = createKeys([makeSecretKey()]);
  let database: Promise<Database> | undefined;
  let isNew = true;
  after(async () => {
    await (await database)?.[Symbol.asyncDispose]();
  });
  return async () => {
    const { url, sql } = await (database ??= freshDatabase());
    if (!isNew) await sql(empty);
    isNew = false;
    return openPostgresStore({ address: readPostgresAddress(url), keys, connections: 10 });
  };
}
