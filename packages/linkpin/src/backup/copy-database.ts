import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { Failure, systemCode } from '../failure.ts';

/** SQLite's busy time-out, in milliseconds. */
const timeout = 5000;

const unusable = (file: string, error: unknown): Failure =>
  new Failure(`${file} is not a usable linkpin database: ${(error as Error).message}.`);

/**
 * Copies a database that may be in use: a consistent snapshot, including the write-ahead log.
 *
 * @param to must not exist; created readable by its owner only
 * @throws {Failure} if it exists or either file cannot be used; no partial copy is left
 */
export function copyDatabase(from: string, to: string): void {
  const draft = `${to}.${randomBytes(6).toString('hex')}`;
  try {
    closeSync(openSync(draft, 'wx', 0o600));
    withDatabase(from, (database) => database.prepare('vacuum into ?').run(draft));
    checkDatabase(draft);
    const written = openSync(draft, 'r+');
    fsyncSync(written);
    closeSync(written);
    linkSync(draft, to);
  } catch (error) {
    if (systemCode(error) === 'EEXIST') throw new Failure(`${to} already exists. Choose another name.`);
    throw error instanceof Failure ? error : new Failure(`${to} cannot be written (${systemCode(error)}).`);
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Checks that a file is an intact linkpin database.
 *
 * @throws {Failure} if it is not
 */
export function checkDatabase(file: string): void {
  const answer = withDatabase(file, (database) => {
    const sound = database.prepare('pragma integrity_check').get()?.['integrity_check'];
    return sound === 'ok' && hasOurTables(database);
  });
  if (!answer) throw new Failure(`${file} is not a complete linkpin database. Take another backup.`);
}

const hasOurTables = (database: DatabaseSync): boolean =>
  database.prepare("select count(*) as tables from sqlite_schema where name in ('accounts', 'pins')").get()?.[
    'tables'
  ] === 2;

/** True for a linkpin database; false for a file that is missing, empty, damaged or something else. */
export function isLinkpinDatabase(file: string): boolean {
  try {
    return withDatabase(file, hasOurTables);
  } catch {
    return false;
  }
}

/**
 * Replaces a database, renaming the old one.
 *
 * @param file path that the service uses; nobody may have it open
 * @returns the new name of the old database, or null if there was none
 * @throws {Failure} if a service is using it
 */
export function replaceDatabase(file: string, by: string, now: Date): string | null {
  if (!existsSync(file)) {
    renameSync(by, file);
    return null;
  }
  closeLog(file);
  const old = `${file}.before-restore-${now.toISOString().replace(/[-:]|\.\d+/g, '')}`;
  renameSync(file, old);
  renameSync(by, file);
  return old;
}

/**
 * Switches the write-ahead log off, which requires exclusive access: SQLite refuses while anybody else has the file
 * open.
 */
function closeLog(file: string): void {
  try {
    const database = new DatabaseSync(file, { timeout: 0 });
    try {
      database.exec('pragma journal_mode = delete');
    } finally {
      database.close();
    }
  } catch (error) {
    if (/locked|busy/.test((error as Error).message)) {
      throw new Failure(`A service runs on ${file}. Stop it, then restore.`);
    }
    // A damaged database is what a restore is for.
  }
}

function withDatabase<Value>(file: string, work: (database: DatabaseSync) => Value): Value {
  if (!existsSync(file)) throw new Failure(`There is no ${file}.`);
  try {
    // Not read-only: a database that nobody has open may have a write-ahead log to recover first.
    const database = new DatabaseSync(file, { timeout: timeout });
    try {
      return work(database);
    } finally {
      database.close();
    }
  } catch (error) {
    throw unusable(file, error);
  }
}
