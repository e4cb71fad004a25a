// The stores that stories of OpenID Connect are told on.
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { createKeys, openSqliteStore } from '@linkpin/server';
import { readPostgresAddress } from '../../packages/server/src/stores/postgres/address.ts';
import { openPostgresStore } from '../../packages/server/src/stores/postgres/store.ts';
import type { Store } from '../../packages/server/src/service/ports/store.ts';
import { folderFor } from '../../packages/server/src/stores/sqlite/temporary.testing.ts';
import { testKeys } from '../harness/dependencies.ts';
import { freshDatabase } from '../postgres/shared.ts';

/** Opens an empty store of each engine, for one test. */
export const stores: Readonly<Record<'SQLite' | 'PostgreSQL', (context: TestContext) => Promise<Store>>> = {
  SQLite: (context) => openSqliteStore({ file: join(folderFor(context), 'linkpin.db'), keys: createKeys(testKeys) }),
  async PostgreSQL(context) {
    const database = await freshDatabase();
    context.after(() => database[Symbol.asyncDispose]());
    return openPostgresStore({
      address: readPostgresAddress(database.url),
      keys: createKeys(testKeys),
      connections: 4,
    });
  },
};
