import {
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
} from '#kysely';
import { DEFAULT_MIGRATION_TABLE, Migrator, type Migration } from '#kysely/migration';
import { refuseTooNew } from '../sql/store-too-new.ts';
import type { Connection, Connections } from './connections.ts';
import type { Queryable } from './postgres-sql.ts';

/** How long a migration may take, or wait for another, in milliseconds. */
const patience = 600_000;

/**
 * Brings the tables to the newest form, in one transaction. Of many processes that migrate at once one does it, and the
 * others wait.
 *
 * @param database what it is called
 * @returns the names of the migrations that were made now
 * @throws StoreTooNewError before anything is touched
 */
export async function migrate(
  connections: Pick<Connections, 'query' | 'transaction'>,
  database: string,
  migrations: Readonly<Record<string, Migration>>,
): Promise<readonly string[]> {
  if (await isNewest(connections, database, migrations)) return [];
  return connections.transaction((connection) => migrateIn(connection, database, migrations), { timeout: patience });
}

/** The same in a transaction that has begun. */
export async function migrateIn(
  connection: Connection,
  database: string,
  migrations: Readonly<Record<string, Migration>>,
): Promise<readonly string[]> {
  // The migrator takes a lock of its own, but only once its tables are there.
  await connection.query({ text: `select pg_advisory_xact_lock(hashtextextended('linkpin: migrations', 0))` });
  if (await isNewest(connection, database, migrations)) return [];
  const db = new Kysely<unknown>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new InTransaction(connection),
      createIntrospector: (on) => new PostgresIntrospector(on),
      createQueryCompiler: () => new OwnTypes(),
    },
  });
  const provider = { getMigrations: async () => ({ ...migrations }) };
  const { error, results = [] } = await new Migrator({ db, provider }).migrateToLatest();
  if (error !== undefined) throw error;
  return results.map(({ migrationName }) => migrationName);
}

const isNewest = async (
  on: Queryable,
  database: string,
  migrations: Readonly<Record<string, Migration>>,
): Promise<boolean> => (await missingMigrations(on, database, migrations)).length === 0;

/**
 * The names of the migrations that were not made yet.
 *
 * @param database what it is called
 * @throws StoreTooNewError
 */
export async function missingMigrations(
  on: Queryable,
  database: string,
  migrations: Readonly<Record<string, Migration>>,
): Promise<readonly string[]> {
  const made = await column(on, DEFAULT_MIGRATION_TABLE, 'name');
  const [oldestReader] = await column(on, 'oldest_reader', 'migration');
  refuseTooNew(database, made, Object.keys(migrations), oldestReader);
  return Object.keys(migrations).filter((name) => !made.includes(name));
}

/** The values of a column, none when the table is not there. */
async function column(on: Queryable, table: string, name: string): Promise<readonly string[]> {
  const { rows: known } = await on.query({ text: 'select to_regclass($1) is not null as known', values: [table] });
  if (known[0]?.['known'] !== true) return [];
  const { rows } = await on.query({ text: `select ${name} from ${table}` });
  return rows.map((row) => String(row[name]));
}

/** Lets kysely's migrator work in a transaction that has begun: its own begin and commit do nothing. */
class InTransaction implements Driver {
  readonly #connection: DatabaseConnection;

  constructor(on: Queryable) {
    this.#connection = {
      async executeQuery<Row>({ sql: text, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
        const { rows, rowCount } = await on.query({ text, values: parameters });
        return { rows: rows as Row[], numAffectedRows: BigInt(rowCount) };
      },
      streamQuery() {
        throw new Error('A migration does not stream.');
      },
    };
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }

  async beginTransaction(): Promise<void> {}

  async commitTransaction(): Promise<void> {}

  async rollbackTransaction(): Promise<void> {}

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {}
}

/**
 * The types of PostgreSQL for those that migrations are written with: times in milliseconds need 64 bits, and text is
 * compared by its bytes, whatever the database's language is. What only SQLite says of a table is left out.
 */
class OwnTypes extends PostgresQueryCompiler {
  protected override visitCreateTable(node: Parameters<PostgresQueryCompiler['visitCreateTable']>[0]): void {
    const { endModifiers: _, ...rest } = node;
    super.visitCreateTable(rest);
  }

  protected override visitColumnDefinition(node: Parameters<PostgresQueryCompiler['visitColumnDefinition']>[0]): void {
    const { autoIncrement, ...rest } = node;
    const generated = { kind: 'GeneratedNode', byDefault: true, identity: true } as const;
    super.visitColumnDefinition(autoIncrement === true ? { ...rest, generated } : node);
  }

  protected override visitDataType(node: Parameters<PostgresQueryCompiler['visitDataType']>[0]): void {
    if (node.dataType === 'integer') this.append('bigint');
    else if (node.dataType === 'text') this.append('text collate "C"');
    else super.visitDataType(node);
  }
}
