import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { migrations } from '../sql/migrations/all.ts';
import { passkeyCounts, readPasskeyCounts, type StoreReport } from '../sql/store-report.ts';
import { refuseTooNew } from '../sql/store-too-new.ts';
import { refuseNetworkFileSystem } from './file.ts';
import { migrationsMade, oldestReader } from './migrate.ts';
import { refuseMoved } from './moved.ts';

/** How many lines of `integrity_check` are reported at most. */
const mostFaults = 3;

/**
 * Inspects an SQLite store without changing it. A service may be running on it.
 *
 * @param file an existing file
 * @throws StoreTooNewError, StoreMovedError, NetworkFileSystemError; node:sqlite's error for a file that is not a database
 */
export function inspectSqliteStore(file: string): StoreReport {
  refuseNetworkFileSystem(dirname(resolve(file)));
  refuseMoved(file);
  const [made, known] = [migrationsMade(file), Object.keys(migrations.sqlite)];
  refuseTooNew(file, made, known, oldestReader(file));
  const database = new DatabaseSync(file, { readOnly: existsSync(`${file}-wal`), timeout: 5000 });
  try {
    const lines = database.prepare(`pragma quick_check(${mostFaults})`).all();
    const faults = lines.map((row) => String(row['quick_check'])).filter((line) => line !== 'ok');
    const hasPasskeys = made.includes('0017-passkeys');
    return {
      pending: known.filter((name) => !made.includes(name)),
      passkeys: hasPasskeys ? readPasskeyCounts(database.prepare(passkeyCounts).all()) : {},
      clock: null,
      warnings: faults.map((fault) => `SQLite says that the file is damaged: ${fault}.`),
    };
  } finally {
    database.close();
  }
}
