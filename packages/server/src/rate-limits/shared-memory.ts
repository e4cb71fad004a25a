import { SharedHashTable } from './shared-hash-table.ts';

/** How many entries each table has room for; an entry takes 32 bytes once it is first used. */
const capacities: Readonly<Record<SharedTableName, number>> = {
  pollPacing: 2 ** 19,
  replayCache: 2 ** 19,
  wrongCodes: 2 ** 17,
  limits: 2 ** 17,
  spentAttempts: 2 ** 12,
};

/** What is remembered in a table of its own. */
export type SharedTableName = 'pollPacing' | 'replayCache' | 'wrongCodes' | 'limits' | 'spentAttempts';

const names = Object.keys(capacities) as readonly SharedTableName[];

/** What the threads of one process remember together about those who ask; it can be sent to another thread. */
export type SharedMemory = Readonly<Record<SharedTableName, SharedArrayBuffer>>;

/** Memory of which nothing is used yet. */
export function createSharedMemory(): SharedMemory {
  const made = names.map((name) => [name, SharedHashTable.create(capacities[name]).buffer]);
  return Object.fromEntries(made) as SharedMemory;
}

/** The tables in it, for one thread. */
export function openSharedMemory(memory: SharedMemory): Readonly<Record<SharedTableName, SharedHashTable>> {
  const opened = names.map((name) => [name, SharedHashTable.attach(memory[name])]);
  return Object.fromEntries(opened) as Record<SharedTableName, SharedHashTable>;
}
