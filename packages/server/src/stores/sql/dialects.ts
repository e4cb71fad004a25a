// What the SQL of the engines differs in. Everything else of a statement is the same on each.
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type Dialect,
  type RawBuilder,
} from '#kysely';
import type { Schema } from './schema.ts';

/** The engines. */
export type Engine = 'sqlite' | 'postgres';

/** More messages than may wait: counting further says nothing new. */
const mostCounted = 100_000;

/** How an engine says what the builder of statements has no word for. */
export interface Words {
  /** Whether a column is one of the texts of a JSON array that is given as text. */
  isListed(column: string, list: string): RawBuilder<boolean>;
  /** Nobody changes or ends the row until this transaction is over. */
  held<Query extends { forShare(): Query }>(query: Query): Query;
  /** How many messages wait; about as many, when that is beyond {@link mostCounted}. */
  readonly waitingMessages: RawBuilder<number>;
  /** How many entries of the audit log are aggregates, and how many are not. */
  readonly entryCounts: Readonly<Record<'aggregates' | 'singles', RawBuilder<number>>>;
  /** Which of the rows of a count this connection adds to, so that those that count at once do not wait for each other. */
  readonly shard: RawBuilder<number>;
  /** How many places of pins that were settled are still to be counted out, under a scope, from a minute on. */
  freedPlaces(scope: string, minute: number): RawBuilder<number>;
}

/** What statements of an engine are compiled with. */
export interface SqlDialect {
  readonly builder: Kysely<Schema>;
  readonly words: Words;
}

const builderOf = (dialect: Omit<Dialect, 'createDriver'>): Kysely<Schema> =>
  new Kysely({
    dialect: {
      createAdapter: () => dialect.createAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => dialect.createIntrospector(db),
      createQueryCompiler: () => dialect.createQueryCompiler(),
    },
  });

export const dialects: Readonly<Record<Engine, SqlDialect>> = {
  sqlite: {
    builder: builderOf({
      createAdapter: () => new SqliteAdapter(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    }),
    words: {
      isListed: (column, list) => sql`${sql.ref(column)} in (select value from json_each(${list}))`,
      held: (query) => query,
      waitingMessages: sql`waiting`,
      entryCounts: { aggregates: sql`bundles`, singles: sql`singles` },
      shard: sql`0`,
      freedPlaces: () => sql`0`,
    },
  },
  postgres: {
    builder: builderOf({
      createAdapter: () => new PostgresAdapter(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    }),
    words: {
      // An array is looked up in the index; a sub-query would be joined.
      isListed: (column, list) =>
        sql`${sql.ref(column)} = any(array(select json_array_elements_text(${list}::text::json)))`,
      held: (query) => query.forShare(),
      waitingMessages: sql`(select count(*) from (select from outbox limit ${sql.lit(mostCounted)}) as waiting)`,
      entryCounts: {
        aggregates: sql`(select count(*) from events where is_bundle = 1)`,
        singles: sql`(select count(*) from events where is_bundle = 0)`,
      },
      shard: sql`pg_backend_pid() % 32`,
      freedPlaces: (scope, minute) =>
        sql`(select count(*) from freed_places where scope = ${scope} and minute >= ${minute})`,
    },
  },
};
