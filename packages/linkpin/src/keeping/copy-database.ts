import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { Failure, systemCode } from '../failure.ts';

/** How long to wait for somebody who writes, in milliseconds. */
const patience = 5000;

const unusable = (file: string, error: unknown): Failure =>
  new Failure(`${file} is not a usable linkpin database: ${(error as Error).message}.`);

/**
 * Copies a database while others use it: one moment of it, its log included.
 *
 * @param to must not exist; only its owner can read it
 * @throws {Failure} when it exists, or either cannot be used; then nothing is left behind
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
 * Makes sure that a file is a whole database of linkpin's.
 *
 * @throws {Failure} when it is not
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

/** True for a database of linkpin's; false for one that is not there, empty, damaged or something else. */
export function isLinkpinDatabase(file: string): boolean {
  try {
    return withDatabase(file, hasOurTables);
  } catch {
    return false;
  }
}

/**
 * Puts a database in the place of another, which gets another name.
 *
 * @param file where a service expects it; nobody may have it open
 * @returns the name of the one that was there, or null
 * @throws {Failure} when a service runs on it
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

/** Leaving the write-ahead log needs the database for oneself; SQLite refuses while anybody else has it open. */
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
    // One that is damaged is what a backup is for.
  }
}

function withDatabase<Value>(file: string, work: (database: DatabaseSync) => Value): Value {
  if (!existsSync(file)) throw new Failure(`There is no ${file}.`);
  try {
    // Not read-only: a database that nobody has open may have a log that must be read first.
    const database = new DatabaseSync(file, { timeout: patience });
    try {
      return work(database);
    } finally {
      database.close();
    }
  } catch (error) {
    throw unusable(file, error);
  }
}
