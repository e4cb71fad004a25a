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

/** How many pending pins of a protocol are remembered. */
const mostKnown = 100_000;

/** Options of an SQLite store. */
export interface SqliteOptions {
  /** The store's file; it and its folder are created if missing. */
  readonly file: string;
  /** The keys that codes are hashed and sealed with. */
  readonly keys: Keys;
}

/** A store that other threads of this process can open as well. */
export interface SqliteStore extends CachedStore {
  /** What another thread needs to {@link joinSqliteStore}; to be handed over with `port` in the list of transfers. */
  invite(): SqliteInvitation;
  /**
   * Resolves when the writer thread has ended unexpectedly. From then on writes throw, pending ones too, and reads go on;
   * the store has to be opened anew.
   */
  readonly failed: Promise<Error>;
}

/** See {@link SqliteStore}. */
export interface SqliteInvitation {
  readonly file: string;
  readonly port: MessagePort;
}

/**
 * Opens a store in one SQLite file, which is created or migrated first. Other processes may use the same file at the same
 * time. Reads run on the caller's thread, writes on a thread of their own; each is on the disk before it is acknowledged,
 * except those that `durability.ts` lists. While the disk is full, writes throw and reads go on; afterwards writes work
 * again.
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
    // Again, now that the file is held open, which a move does not begin beside.
    refuseMoved(file);
  } catch (error) {
    await store.close();
    throw error;
  }
  return { ...store, invite: () => ({ file, port: queue.invite() }), failed: queue.failed };
}

/**
 * Brings the tables of an SQLite store to the newest form, which opening it does as well. Services may run on it.
 *
 * @param file which is there
 * @returns the names of the migrations that were made now
 * @throws StoreTooNewError, StoreMovedError before anything is touched
 */
export async function migrateSqliteStore(file: string): Promise<readonly string[]> {
  refuseMoved(file);
  return migrate(file, migrations.sqlite);
}

/**
 * Opens a store that another thread of this process has opened: reads run on this thread, writes on the existing writer.
 * Close it before the store that made the invitation.
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
