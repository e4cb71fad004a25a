import { randomUUID } from 'node:crypto';
import type { Keys } from '../../service/ports/keys.ts';
import type { OAuthClient } from '../../service/ports/oauth-clients.ts';
import type { CachedStore } from '../../service/ports/pending-cache.ts';
import { KnownPins } from '../sql/known-pins.ts';
import { migrations } from '../sql/migrations/all.ts';
import { sqlStore } from '../sql/sql-store.ts';
import type { PostgresAddress } from './address.ts';
import { Bell } from './bell.ts';
import { PostgresChanges } from './changes.ts';
import { Connections } from './connections.ts';
import { DatabaseClock } from './database-clock.ts';
import { Leadership } from './leadership.ts';
import { checkKeys } from './key-check.ts';
import { migrate } from './migrate.ts';
import { PostgresSql } from './postgres-sql.ts';
import { RememberedBlocks } from './remembered-blocks.ts';
import { PostgresUsedOnce } from './used-once.ts';
import { Writing } from './writing.ts';

/** How many pending pins of a protocol are remembered. */
const mostKnown = 100_000;

/** How many changed pins are kept for who asks. */
const mostChanged = 10_000;

/** Options of a PostgreSQL store. */
export interface PostgresOptions {
  /** The database. */
  readonly address: PostgresAddress;
  /** The same database without a pooler between, when `address` leads to one in transaction mode. */
  readonly direct?: PostgresAddress | undefined;
  /** The keys that codes are hashed and sealed with. */
  readonly keys: Keys;
  /** How many connections at most. Default: 10. */
  readonly connections?: number;
  /** How long to wait for a database that is not there yet, in milliseconds. Default: 30 s. */
  readonly waitFor?: number;
  /** Is told, once, why it waits. */
  readonly onWaiting?: (why: string) => void;
  /**
   * Is told when the database is out of reach, which is after 400 ms without an answer, and when it is in reach again. In
   * between, pins that are known to be pending stay so for a minute, and everything else is refused as busy.
   */
  readonly onReach?: (isInReach: boolean) => void;
}

/** How a database is reached to be migrated. */
export type PostgresMigration = Pick<PostgresOptions, 'address' | 'direct' | 'waitFor'>;

/**
 * Brings the tables of a PostgreSQL store to the newest form, which opening it does as well. Services may run on it, and
 * those of the version before go on.
 *
 * @returns the names of the migrations that were made now
 * @throws PostgresStartError, StoreTooNewError before anything is touched
 */
export async function migratePostgresStore({
  address,
  direct = address,
  waitFor = 30_000,
}: PostgresMigration): Promise<readonly string[]> {
  const connections = await Connections.open(direct, { most: 1, waitFor });
  try {
    return await migrate(connections, address.database, migrations.postgres);
  } finally {
    await connections.close();
  }
}

/** A store that any number of processes can open. */
export type PostgresStore = CachedStore &
  Required<Pick<CachedStore, 'clock' | 'watchChanges' | 'leads' | 'usedOnce' | 'warnings'>>;

/**
 * Opens a store in a PostgreSQL database, whose tables are created or migrated first. Any number of processes can use it at
 * once. What it acknowledges is on the disk of the primary and, where the database has one, of a synchronous standby, except
 * what `durability.ts` lists.
 *
 * @throws PostgresStartError, StoreTooNewError
 */
export async function openPostgresStore({
  address,
  direct,
  keys,
  connections: most = 10,
  waitFor = 30_000,
  onWaiting = () => {},
  onReach = () => {},
}: PostgresOptions): Promise<PostgresStore> {
  const connections = await Connections.open(address, { pooled: direct !== undefined, most, waitFor, onWaiting });
  const own = direct === undefined ? connections : await Connections.open(direct, { most: 2, waitFor, onWaiting });
  if (own !== connections) connections.refuseTimelinesBelow(own.state.timeline);
  const close = async (): Promise<void> => {
    await connections.close();
    if (own !== connections) await own.close();
  };
  try {
    await migrate(own, address.database, migrations.postgres);
    await checkKeys(own, address.database, keys);
  } catch (error) {
    await close();
    throw error;
  }
  const pins = new KnownPins(mostKnown);
  const clients = new Map<string, OAuthClient>();
  const clock = new DatabaseClock();
  let changed: Set<string> | undefined = new Set();
  const watchers = new Set<() => void>();
  const usedOnce = new PostgresUsedOnce(connections);
  const changes = new PostgresChanges((query) => own.query(query), {
    serverIsAnother: () => usedOnce.findSince(),
    forgetPin: (protocol, publicId) => pins.forget(protocol, publicId),
    forgetPins: () => pins.clear(),
    forgetOthers() {
      clients.clear();
      blocks.forget();
    },
    setClock: (now, took) => clock.set(now, took),
    reached: onReach,
    told(ids) {
      if (ids === undefined) changed = undefined;
      for (const id of ids ?? []) changed?.add(id);
      // Nobody has asked for long.
      if (changed !== undefined && changed.size > mostChanged) changed = undefined;
      for (const heard of watchers) heard();
    },
  });
  const bell = new Bell(own, randomUUID(), () => void changes.lookNow());
  const leadership = new Leadership(own);
  const writing = new Writing(connections, () => bell.ring());
  const repositories = sqlStore(new PostgresSql(connections), writing, keys, { pins, clients, changes });
  const blocks = new RememberedBlocks(repositories.blocks, () => changes.look());

  await usedOnce.findSince();
  await changes.lookNow();
  await bell.hang();
  await leadership.seek();
  return {
    ...repositories,
    blocks,
    clock,
    usedOnce,
    watchChanges(heard) {
      watchers.add(heard);
      return () => void watchers.delete(heard);
    },
    leads: () => leadership.leads,
    changedPins: async () => {
      const ids = changed;
      changed = new Set();
      return ids && [...ids];
    },
    metrics: () => ({
      waitingWrites: writing.waiting,
      statements: connections.statements,
      connections: connections.size,
      looks: { answered: changes.answered, failed: changes.failed, ageSeconds: changes.age / 1000 },
      bell: { rung: bell.rung, heard: bell.heard },
    }),
    check: async () => {
      await connections.query({ text: 'select 1' });
    },
    warnings: () => own.warnings(),
    async close() {
      changes.stop();
      await leadership.close();
      await bell.close();
      await close();
    },
  };
}
