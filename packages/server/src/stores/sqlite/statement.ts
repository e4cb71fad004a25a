import {
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type CompiledQuery,
} from '#kysely';
import type { Schema } from './schema.ts';

/** A query that was compiled once, to be run with `Values`; it returns `Row`s. */
export interface Statement<Values, Row> {
  readonly sql: string;
  /** The values in the order that the SQL wants them. */
  readonly bind: (values: Values) => readonly unknown[];
  /** For the type checker only: never there. */
  readonly row?: Row;
}

/** A placeholder in a query for a value that is given when it runs. */
class Stand {
  readonly name: PropertyKey;
  constructor(name: PropertyKey) {
    this.name = name;
  }
}

const builder = new Kysely<Schema>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

/** Compiles a query from the builder and, for each name in `Values`, a placeholder. */
type Compile<Values> = <Row>(
  write: (
    db: Kysely<Schema>,
    the: <Name extends keyof Values>(name: Name) => Values[Name],
  ) => { compile(): CompiledQuery<Row> },
) => Statement<Values, Row>;

/**
 * A statement over the store's tables. In two calls, because the type of the values is given and that of the row inferred:
 * `statement<{ id: string }>()((db, the) => db.selectFrom('grants').selectAll().where('id', '=', the('id')))`.
 */
export function statement<Values>(): Compile<Values> {
  return (write) => {
    const { sql, parameters } = write(builder, (name) => new Stand(name) as never).compile();
    const bind = (values: Values) =>
      parameters.map((parameter) => (parameter instanceof Stand ? values[parameter.name as keyof Values] : parameter));
    return { sql, bind };
  };
}
