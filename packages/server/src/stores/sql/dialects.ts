// SQL that differs between the engines. The rest of every statement is shared.
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

export type Engine = 'sqlite' | 'postgres';

/** Counting stops here, since the outbox may not hold as many. */
const mostCounted = 100_000;

/** Engine-specific expressions that the query builder does not have. */
export interface Words {
  /** Whether a column is in a JSON array of strings, passed as text. */
  isListed(column: string, list: string): RawBuilder<boolean>;
  /** Takes a shared row lock until the end of the transaction. */
  held<Query extends { forShare(): Query }>(query: Query): Query;
  /** The number of queued messages; approximate beyond {@link mostCounted}. */
  readonly waitingMessages: RawBuilder<number>;
  /** Counts the audit log's aggregates and its other entries. */
  readonly entryCounts: Readonly<Record<'aggregates' | 'singles', RawBuilder<number>>>;
  /** The shard of a counter that this connection increments, so that concurrent transactions do not contend for one row. */
  readonly shard: RawBuilder<number>;
  /** The settled pins that are not yet subtracted from a scope's counts, from a minute on. */
  freedPlaces(scope: string, minute: number): RawBuilder<number>;
}

/** An engine's query compiler and expressions. */
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
      // `= any(array)` is an index lookup; a subquery would become a join.
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
