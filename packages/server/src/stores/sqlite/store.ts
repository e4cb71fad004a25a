import type { Keys } from '../../service/ports/keys.ts';
import type { Store } from '../../service/ports/store.ts';
import { SqliteAccounts } from './accounts.ts';
import { SqliteBudgets } from './budgets.ts';
import { Connection } from './connection.ts';
import { SqliteDeviceKeys } from './device-keys.ts';
import { prepareFile } from './file.ts';
import { SqliteGrants } from './grants.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/all.ts';
import { SqliteOAuthClients } from './oauth-clients.ts';
import { SqliteOAuthTokens } from './oauth-tokens.ts';
import { SqliteOutbox } from './outbox.ts';
import { SqlitePins } from './pins.ts';
import { SqliteSessions } from './sessions.ts';
import { SqliteTrail } from './trail.ts';
import { WriteQueue } from './write-queue.ts';

/** What an SQLite store needs. */
export interface SqliteOptions {
  /** Where the store lies; it and its folder are made when they are not there. */
  readonly file: string;
  /** What codes are hashed and sealed with. */
  readonly keys: Keys;
}

/**
 * Opens a store in one SQLite file, made or brought to its newest form first. Other processes may use the same file at
 * the same time. Reads run on the caller's thread; writes on one of their own, each on the disk before it is
 * acknowledged. While the disk is full writes throw and reads go on; afterwards writes work again by themselves.
 *
 * @throws StoreTooNewError, NetworkFileSystemError
 */
export async function openSqliteStore({ file, keys }: SqliteOptions): Promise<Store> {
  prepareFile(file);
  await migrate(file, migrations);
  const reader = Connection.forReading(file);
  const queue = await WriteQueue.start(file);
  return {
    pins: new SqlitePins(reader, queue, keys),
    grants: new SqliteGrants(reader, queue),
    deviceKeys: new SqliteDeviceKeys(reader, queue),
    accounts: new SqliteAccounts(reader, queue),
    sessions: new SqliteSessions(reader, queue),
    oauthClients: new SqliteOAuthClients(reader, queue),
    oauthTokens: new SqliteOAuthTokens(reader, queue),
    budgets: new SqliteBudgets(reader, queue),
    trail: new SqliteTrail(reader, queue),
    outbox: new SqliteOutbox(reader, queue),
    check: () => queue.write('touch', undefined),
    close: async () => {
      reader.close();
      await queue.close();
    },
  };
}
