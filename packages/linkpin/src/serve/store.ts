import {
  createKeys,
  type CachedStore,
  joinSqliteStore,
  openPostgresStore,
  openSqliteStore,
  readPostgresAddress,
  type PostgresAddress,
  type PostgresOptions,
  type PostgresStore,
  type SecretKey,
  type Settings,
  type SqliteInvitation,
} from '@linkpin/server';
import { readFileSync } from 'node:fs';
import { Failure, systemCode } from '../failure.ts';
import type { DataFolder } from './data-folder.ts';

/** The settings that say where everything is kept. */
export type StoreSettings = Pick<Settings, 'store' | 'storeDirect' | 'storeConnections'>;

type SqliteStore = Awaited<ReturnType<typeof openSqliteStore>>;

/** What only a database needs. */
type DatabaseOptions = Pick<PostgresOptions, 'waitFor' | 'onReach'>;

/** The store of this process. */
export interface OpenedStore {
  readonly store: SqliteStore | PostgresStore;
  /** What another thread of this process needs to {@link joinStore}; null when it opens its own. */
  invite(): SqliteInvitation | null;
  /** Resolves if nothing can be written any more. */
  readonly failed: Promise<Error>;
}

/**
 * Opens the store that the settings name: a PostgreSQL database, or else the file in the data folder.
 *
 * @param options for a database: how long to wait for one that is out of reach, in milliseconds (default: what the store is
 *   used to), and who is told when it is out of reach later
 */
export async function openStore(
  settings: StoreSettings,
  { database }: Pick<DataFolder, 'database'>,
  keys: readonly SecretKey[],
  options: DatabaseOptions = {},
): Promise<OpenedStore> {
  if (settings.store !== undefined) {
    const store = await openPostgres(settings, keys, options);
    return { store, invite: () => null, failed: new Promise(() => {}) };
  }
  const store = await openSqliteStore({ file: database, keys: createKeys(keys) });
  return { store, invite: () => store.invite(), failed: store.failed };
}

/** The store of a worker thread. */
export async function joinStore(
  settings: StoreSettings,
  invitation: SqliteInvitation | null,
  keys: readonly SecretKey[],
): Promise<CachedStore> {
  return invitation === null ? openPostgres(settings, keys) : joinSqliteStore(invitation, createKeys(keys));
}

function openPostgres(
  settings: StoreSettings,
  keys: readonly SecretKey[],
  options: DatabaseOptions = {},
): Promise<PostgresStore> {
  return openPostgresStore({
    ...postgresAddresses(settings),
    keys: createKeys(keys),
    connections: settings.storeConnections,
    onWaiting: (why) => process.stderr.write(`${why} Waiting for it.\n`),
    ...options,
  });
}

/**
 * The addresses of the database, with the password from `LINKPIN_STORE_PASSWORD` or the file that
 * `LINKPIN_STORE_PASSWORD_FILE` names.
 *
 * @throws {Failure} if the file cannot be read; PostgresAddressError
 */
export function postgresAddresses(
  { store = '', storeDirect }: Pick<StoreSettings, 'store' | 'storeDirect'>,
  environment: NodeJS.ProcessEnv = process.env,
): { readonly address: PostgresAddress; readonly direct: PostgresAddress | undefined } {
  const password = readPassword(environment);
  return {
    address: readPostgresAddress(store, password),
    direct: storeDirect === undefined ? undefined : readPostgresAddress(storeDirect, password),
  };
}

/** @throws {Failure} if both variables are set, or the file cannot be read */
function readPassword(environment: NodeJS.ProcessEnv): string | undefined {
  const password = environment['LINKPIN_STORE_PASSWORD'] ?? '';
  const file = environment['LINKPIN_STORE_PASSWORD_FILE'] ?? '';
  if (password !== '' && file !== '') {
    throw new Failure('Both LINKPIN_STORE_PASSWORD and LINKPIN_STORE_PASSWORD_FILE are set. Keep one of them.');
  }
  if (file === '') return password === '' ? undefined : password;
  try {
    return readFileSync(file, 'utf8').replace(/[\r\n]+$/, '');
  } catch (error) {
    throw new Failure(`LINKPIN_STORE_PASSWORD_FILE names ${file}, which cannot be read (${systemCode(error)}).`);
  }
}
