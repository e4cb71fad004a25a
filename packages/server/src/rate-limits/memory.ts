import { SharedTable } from './shared-table.ts';

/** How many entries each table has room for; an entry takes 32 bytes once it is first used. */
const capacities: Readonly<Record<GuardTable, number>> = {
  polls: 2 ** 19,
  once: 2 ** 19,
  codeProofs: 2 ** 18,
  deviceProofs: 2 ** 18,
  roamers: 2 ** 17,
  limits: 2 ** 17,
  spentGuesses: 2 ** 12,
  notes: 16,
};

/** What is remembered in a table of its own. */
export type GuardTable =
  'polls' | 'once' | 'codeProofs' | 'deviceProofs' | 'roamers' | 'limits' | 'spentGuesses' | 'notes';

const names = Object.keys(capacities) as readonly GuardTable[];

/** What the threads of one process remember together about those who ask; it can be sent to another thread. */
export type GuardMemory = Readonly<Record<GuardTable, SharedArrayBuffer>>;

/** Memory of which nothing is used yet. */
export function createGuardMemory(): GuardMemory {
  const made = names.map((name) => [name, SharedTable.create(capacities[name]).buffer]);
  return Object.fromEntries(made) as GuardMemory;
}

/** The tables in it, for one thread. */
export function openGuardMemory(memory: GuardMemory): Readonly<Record<GuardTable, SharedTable>> {
  const opened = names.map((name) => [name, SharedTable.attach(memory[name])]);
  return Object.fromEntries(opened) as Record<GuardTable, SharedTable>;
}
