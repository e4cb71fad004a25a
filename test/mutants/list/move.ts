import type { Mutant } from '../mutant.ts';

const folder = 'packages/server/src/stores/move';
const tests = ['test/postgres/move-store.test.ts'];

/** Guards of the move from a file into PostgreSQL. */
export const moveMutants: readonly Mutant[] = [
  {
    name: 'a file that was moved is opened again',
    file: 'packages/server/src/stores/sqlite/moved.ts',
    symbol: 'refuseMoved',
    guard: 'if (move !== undefined) throw new StoreMovedError(file, move);',
    without: '',
    tests,
    named: 'every row of every table',
  },
  {
    name: 'what is moved was used with other keys',
    file: `${folder}/move-store.ts`,
    symbol: 'moveStore',
    guard: 'codes.length > 0 && codes.every(',
    without: 'codes.length < 0 && codes.every(',
    tests,
    named: 'stands in the way',
  },
  {
    name: 'a service runs on the file that is moved',
    file: `${folder}/source.ts`,
    symbol: 'Source',
    guard: 'pragma journal_mode = delete; begin exclusive; commit',
    without: '',
    tests,
    named: 'stands in the way',
  },
  {
    name: 'two movers work on one database',
    file: `${folder}/target.ts`,
    symbol: 'occupy',
    guard: "!(await tryLock(connection, 'linkpin: move'))",
    without: 'false',
    tests,
    named: 'stands in the way',
  },
  {
    name: 'a service runs on the database that is moved into',
    file: `${folder}/target.ts`,
    symbol: 'occupy',
    guard: "!(await tryLock(connection, 'linkpin: leader'))",
    without: 'false',
    tests,
    named: 'stands in the way',
  },
  {
    name: 'a move goes into a database that is not empty',
    file: `${folder}/target.ts`,
    symbol: 'occupy',
    guard: 'if (rows.length > 0) {',
    without: 'if (rows.length < 0) {',
    tests,
    named: 'a database that is used',
  },
  {
    name: 'a move goes into a database with other keys',
    file: `${folder}/target.ts`,
    symbol: 'occupy',
    guard: 'await checkKeysIn(connection, place, keys);',
    without: '',
    tests,
    named: 'a database that is used',
  },
  {
    name: 'a number of somebody who is gone is given again after a move',
    file: `${folder}/target.ts`,
    symbol: 'copy',
    guard: 'if (highest === 0) return;',
    without: 'if (highest >= 0) return;',
    tests,
    named: 'every row of every table',
  },
];
