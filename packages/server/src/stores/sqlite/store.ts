import type { MessagePort } from 'node:worker_threads';
import type { Keys } from '../../service/ports/keys.ts';
import type { OAuthClient } from '../../service/ports/oauth-clients.ts';
import type { CachedStore } from '../../service/ports/pending-cache.ts';
import { Changes } from './changes.ts';
import { ChangedPins } from './changed-pins.ts';
import { Connection } from './connection.ts';
import { prepareFile } from './file.ts';
import { KnownPins } from '../sql/known-pins.ts';
import { migrate } from './migrate.ts';
import { refuseMoved } from './moved.ts';
import { migrations } from '../sql/migrations/all.ts';
import { sqlStore } from '../sql/sql-store.ts';
import { WriteQueue } from './write-queue.ts';

/** How many pending pins are cached per protocol. */
const mostKnown = 100_000;

/** Options of an SQLite store. */
export interface SqliteOptions {
  /** The database file; it and its folder are created if missing. */
  readonly file: string;
  /** The keys with which codes are hashed and encrypted. */
  readonly keys: Keys;
}

/** A store that other threads of this process can join. */
export interface SqliteStore extends CachedStore {
  /** Creates what another thread needs to {@link joinSqliteStore}. Put `port` into the transfer list when posting it. */
  invite(): SqliteInvitation;
  /**
   * Resolves if the writer thread exits unexpectedly. From then on writes reject, pending ones included; reads still work. The
   * store has to be reopened.
   */
  readonly failed: Promise<Error>;
}

/** See {@link SqliteStore}. */
export interface SqliteInvitation {
  readonly file: string;
  readonly port: MessagePort;
}

/**
 * Opens a store in an SQLite file, creating or migrating it first. Other processes may use the same file concurrently. Reads
 * run on the calling thread, writes on a writer thread; a write is fsynced before it is acknowledged, except those listed in
 * `durability.ts`. While the disk is full, writes reject and reads still work; writes recover once there is space.
 *
 * @throws StoreTooNewError, StoreMovedError, NetworkFileSystemError
 */
export async function openSqliteStore({ file, keys }: SqliteOptions): Promise<SqliteStore> {
  prepareFile(file);
  refuseMoved(file);
  await migrate(file, migrations.sqlite);
  const reader = Connection.forReading(file);
  const queue = await WriteQueue.start(file);
  const store = storeOver(reader, queue, keys);
  try {
    // Check again: a move does not begin while the file is open, as it is from here on.
    refuseMoved(file);
  } catch (error) {
    await store.close();
    throw error;
  }
  return { ...store, invite: () => ({ file, port: queue.invite() }), failed: queue.failed };
}

/**
 * Migrates an SQLite store, as opening it does. Services may be running on it.
 *
 * @param file an existing file
 * @returns the names of the migrations that were run
 * @throws StoreTooNewError, StoreMovedError before anything is changed
 */
export async function migrateSqliteStore(file: string): Promise<readonly string[]> {
  refuseMoved(file);
  return migrate(file, migrations.sqlite);
}

/**
 * Joins a store that another thread of this process has opened: reads run on this thread, writes on the existing writer
 * thread. Close it before the store that made the invitation.
 */
export async function joinSqliteStore({ file, port }: SqliteInvitation, keys: Keys): Promise<CachedStore> {
  return storeOver(Connection.forReading(file), await WriteQueue.join(port), keys);
}

function storeOver(reader: Connection, queue: WriteQueue, keys: Keys): CachedStore {
  const changedPins = new ChangedPins(reader);
  changedPins.take();
  const knownPins = new KnownPins(mostKnown);
  const clients = new Map<string, OAuthClient>();
  const changes = new Changes(reader, {
    forgetPin: (protocol, publicId) => knownPins.forget(protocol, publicId),
    forgetPins: () => knownPins.clear(),
    forgetClients: () => clients.clear(),
  });
  return {
    ...sqlStore(reader, queue, keys, { pins: knownPins, clients, changes }),
    changedPins: async () => {
      changes.lookSoon();
      return changedPins.take();
    },
    metrics: () => ({
      waitingWrites: queue.waiting,
      ...(queue.commitTimes === undefined ? {} : { commits: queue.commitTimes }),
    }),
    check: () => queue.write('touch', undefined),
    close: async () => {
      reader.close();
      await queue.close();
    },
  };
}
