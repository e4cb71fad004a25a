import { DatabaseSync } from 'node:sqlite';
import { migrationsMade, schemaAfter } from './migrate.ts';
import { migrations } from '../sql/migrations/all.ts';

/** What SQLite adds itself: the tables of its planner and sequences, and the indexes of constraints. */
const isOfSqlite = ({ type, name, sql }: SchemaRow): boolean =>
  (type === 'table' && /^sqlite_(stat\d|sequence)$/.test(name)) || (type === 'index' && sql === null);

interface SchemaRow {
  readonly type: string;
  readonly name: string;
  readonly sql: string | null;
}

const rowsOf = (database: DatabaseSync): readonly SchemaRow[] =>
  database
    .prepare('select type, name, sql from sqlite_schema')
    .all()
    .map(({ type, name, sql }) => ({ type: String(type), name: String(name), sql: sql === null ? null : String(sql) }));

const textOf = ({ type, name, sql }: SchemaRow): string => `${type} ${name} ${sql}`;

/**
 * What a store's file has that this program did not create: triggers and views that would change or forge data, tables and
 * indexes that differ from those of its migrations.
 *
 * @returns each as `trigger NAME`; none for a file that is as it should be
 * @throws {StoreTooNewError}
 */
export async function foreignSchema(file: string): Promise<readonly string[]> {
  const ours = new Set((await schemaAfter(migrationsMade(file), file, migrations.sqlite, rowsOf)).map(textOf));
  const database = new DatabaseSync(file, { timeout: 5000 });
  try {
    const foreign = rowsOf(database).filter((row) => !isOfSqlite(row) && !ours.has(textOf(row)));
    return foreign.map(({ type, name }) => `${type} ${name}`);
  } finally {
    database.close();
  }
}
