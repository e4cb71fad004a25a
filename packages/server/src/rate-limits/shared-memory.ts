import { SharedHashTable } from './shared-hash-table.ts';

/** Capacity of each table in entries of 32 bytes; memory is only committed on first use. */
const capacities: Readonly<Record<SharedTableName, number>> = {
  pollPacing: 2 ** 19,
  replayCache: 2 ** 19,
  wrongCodes: 2 ** 17,
  limits: 2 ** 17,
  spentAttempts: 2 ** 12,
};

/** The names of the tables. */
export type SharedTableName = 'pollPacing' | 'replayCache' | 'wrongCodes' | 'limits' | 'spentAttempts';

const names = Object.keys(capacities) as readonly SharedTableName[];

/** The memory shared by the threads of one process; it can be posted to a worker. */
export type SharedMemory = Readonly<Record<SharedTableName, SharedArrayBuffer>>;

/** Allocates empty tables. */
export function createSharedMemory(): SharedMemory {
  const made = names.map((name) => [name, SharedHashTable.create(capacities[name]).buffer]);
  return Object.fromEntries(made) as SharedMemory;
}

/** Opens the tables for the current thread. */
export function openSharedMemory(memory: SharedMemory): Readonly<Record<SharedTableName, SharedHashTable>> {
  const opened = names.map((name) => [name, SharedHashTable.attach(memory[name])]);
  return Object.fromEntries(opened) as Record<SharedTableName, SharedHashTable>;
}
