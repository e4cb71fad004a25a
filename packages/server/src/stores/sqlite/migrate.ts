import { Kysely } from '#kysely';
import { DEFAULT_MIGRATION_TABLE, Migrator, type Migration } from '#kysely/migration';
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { openForWriting } from './connection.ts';
import { NodeSqliteDialect } from './dialect.ts';
import { refuseTooNew } from '../sql/store-too-new.ts';

/** How long to wait for another process's backup copy, in milliseconds. */
const copyPatience = 600_000;

/**
 * Runs the pending migrations. A store with an older schema is first copied to `<file>.before-<migration>`.
 *
 * @param file the store, which may be empty
 * @param migrations all that this version knows, by name
 * @returns the names of those that were run
 * @throws StoreTooNewError before anything is changed
 */
export async function migrate(
  file: string,
  migrations: Readonly<Record<string, Migration>>,
): Promise<readonly string[]> {
  const made = migrationsMade(file);
  refuseTooNew(file, made, Object.keys(migrations), oldestReader(file));
  if (Object.keys(migrations).every((name) => made.includes(name))) return [];
  if (made.length > 0) copyBeforeMigrating(file, Object.keys(migrations));

  const database = new Kysely<unknown>({ dialect: new NodeSqliteDialect(openForWriting(file)) });
  try {
    const provider = { getMigrations: async () => ({ ...migrations }) };
    const { error, results = [] } = await new Migrator({ db: database, provider }).migrateToLatest();
    if (error !== undefined) throw error;
    return results.map(({ migrationName }) => migrationName);
  } finally {
    await database.destroy();
  }
}

/**
 * Reads from a new, empty store to which the same migrations were applied as to another.
 *
 * @throws StoreTooNewError
 */
export async function schemaAfter<Read>(
  made: readonly string[],
  file: string,
  migrations: Readonly<Record<string, Migration>>,
  read: (database: DatabaseSync) => Read,
): Promise<Read> {
  refuseTooNew(file, made, Object.keys(migrations), undefined);
  const memory = new DatabaseSync(':memory:');
  const database = new Kysely<unknown>({ dialect: new NodeSqliteDialect(memory) });
  try {
    const provider = { getMigrations: async () => Object.fromEntries(made.map((name) => [name, migrations[name]!])) };
    const { error } = await new Migrator({ db: database, provider }).migrateToLatest();
    if (error !== undefined) throw error;
    return read(memory);
  } finally {
    await database.destroy();
  }
}

/**
 * The names of the migrations applied to a store. Leaves no files behind: an existing WAL is only read, and one that SQLite
 * creates is removed again by a read-write connection.
 */
export function migrationsMade(file: string): readonly string[] {
  return column(file, DEFAULT_MIGRATION_TABLE, 'name').toSorted();
}

/** See the migration `0013-oldest-reader`. */
export const oldestReader = (file: string): string | undefined => column(file, 'oldest_reader', 'migration')[0];

/** The values of a column; none if the table does not exist. */
function column(file: string, table: string, name: string): readonly string[] {
  const database = new DatabaseSync(file, { readOnly: existsSync(`${file}-wal`), timeout: 5000 });
  try {
    const known = database.prepare(`select 1 from sqlite_schema where name = ?`).get(table);
    if (known === undefined) return [];
    const rows = database.prepare(`select ${name} from ${table}`).all();
    return rows.map((row) => String(row[name]));
  } finally {
    database.close();
  }
}

/** Backs up a store before its first pending migration; one process at a time. */
function copyBeforeMigrating(file: string, known: readonly string[]): void {
  const alone = new DatabaseSync(file, { timeout: copyPatience });
  try {
    alone.exec('begin immediate');
    const made = migrationsMade(file);
    const first = known.toSorted().find((name) => !made.includes(name));
    if (first !== undefined) copy(file, `${file}.before-${first}`);
  } finally {
    alone.close();
  }
}

/** Copies a store, WAL included. The copy is renamed into place once it is complete and fsynced. */
function copy(file: string, to: string): void {
  const unfinished = `${to}.unfinished`;
  rmSync(unfinished, { force: true });
  closeSync(openSync(unfinished, 'wx', 0o600));
  const database = new DatabaseSync(file, { timeout: 5000 });
  try {
    database.prepare('vacuum into ?').run(unfinished);
  } finally {
    database.close();
  }
  const written = openSync(unfinished, 'r+');
  fsyncSync(written);
  closeSync(written);
  renameSync(unfinished, to);
}
