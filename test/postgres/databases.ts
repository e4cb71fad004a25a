import { randomBytes } from 'node:crypto';
import { psql } from './psql.ts';

/** An empty database of a test's own; disposing drops it, with whoever is still connected. */
export interface Database extends AsyncDisposable {
  readonly name: string;
  /** For the product: as `linkpin`, who owns the database and is no superuser. */
  readonly url: string;
  /** As the superuser. */
  readonly adminUrl: string;
  /** Runs statements as the superuser; the rows, columns parted by tabs. */
  sql(...statements: readonly string[]): Promise<string>;
  /** What the server has counted in this database, by pg_stat_statements, this call's own statements aside. */
  statements(): Promise<readonly Statement[]>;
  forgetStatements(): Promise<void>;
}

/** A row of pg_stat_statements. */
export interface Statement {
  readonly query: string;
  readonly calls: number;
  readonly rows: number;
  /** Time on the server, in milliseconds. */
  readonly ms: number;
  readonly walBytes: number;
}

const counted = `select coalesce(json_agg(json_build_object('query', query, 'calls', calls, 'rows', rows,
  'ms', total_exec_time, 'walBytes', wal_bytes) order by query), '[]')
  from pg_stat_statements join pg_database on pg_database.oid = dbid`;

/**
 * Creates a database on a server.
 *
 * @param server the URL of a superuser's database there
 * @param encoding UTF8, unless a test wants one that the product refuses
 */
export async function createDatabase(server: string, encoding = 'UTF8'): Promise<Database> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const locale = encoding === 'UTF8' ? '' : "locale_provider libc locale 'C'";
  await psql(server, `create database ${name} owner linkpin template template0 encoding '${encoding}' ${locale}`);
  const { password, host } = new URL(server);
  const adminUrl = `postgres://postgres:${password}@${host}/${name}`;
  return {
    name,
    url: `postgres://linkpin:${password}@${host}/${name}`,
    adminUrl,
    sql: (...statements) => psql(adminUrl, ...statements),
    // Both from another database, so that they do not count themselves.
    statements: async () =>
      JSON.parse(await psql(server, `${counted} where datname = '${name}'`)) as readonly Statement[],
    async forgetStatements() {
      await psql(server, `select pg_stat_statements_reset(0, oid, 0) from pg_database where datname = '${name}'`);
    },
    async [Symbol.asyncDispose]() {
      await psql(server, `drop database ${name} with (force)`);
    },
  };
}
