import { DatabaseSync } from 'node:sqlite';
import { migrationsMade, schemaAfter } from './migrate.ts';
import { migrations } from '../sql/migrations/all.ts';

/** Objects that SQLite creates itself: planner statistics, sequences, and the indexes of constraints. */
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
 * Finds schema objects that the migrations did not create: triggers and views, which could alter or forge data, and tables and
 * indexes whose definition differs.
 *
 * @returns each as `trigger NAME`; empty if the schema is as expected
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
