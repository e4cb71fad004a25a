import type { CompiledQuery, Kysely } from '#kysely';
import { dialects, type Engine, type Words } from './dialects.ts';
import type { Schema } from './schema.ts';

/** A query as one engine runs it. */
export interface Compiled<Values> {
  readonly sql: string;
  /** The values in the order that the SQL wants them. */
  readonly bind: (values: Values) => readonly unknown[];
}

/** A placeholder in a query for a value that is given when it runs. */
class Stand {
  readonly name: PropertyKey;
  constructor(name: PropertyKey) {
    this.name = name;
  }
}

/** Writes a query with the builder and, for each name in `Values`, a placeholder. */
type Write<Values, Row> = (
  db: Kysely<Schema>,
  the: <Name extends keyof Values>(name: Name) => Values[Name],
  words: Words,
) => { compile(): CompiledQuery<Row> };

/** A query that is compiled once for each engine, to be run with `Values`; it returns `Row`s. */
export class Statement<Values, Row> {
  /** For the type checker only: never there. */
  declare readonly row?: Row;
  readonly #write: Write<Values, Row>;
  readonly #compiled: Partial<Record<Engine, Compiled<Values>>> = {};

  constructor(write: Write<Values, Row>) {
    this.#write = write;
  }

  /** The query as an engine runs it. */
  for(engine: Engine): Compiled<Values> {
    return (this.#compiled[engine] ??= this.#compile(engine));
  }

  #compile(engine: Engine): Compiled<Values> {
    const { builder, words } = dialects[engine];
    const { sql, parameters } = this.#write(builder, (name) => new Stand(name) as never, words).compile();
    const bind = (values: Values) =>
      parameters.map((parameter) => (parameter instanceof Stand ? values[parameter.name as keyof Values] : parameter));
    return { sql, bind };
  }
}

/**
 * A statement over the store's tables. In two calls, because the type of the values is given and that of the row inferred:
 * `statement<{ id: string }>()((db, the) => db.selectFrom('grants').selectAll().where('id', '=', the('id')))`.
 */
export function statement<Values>(): <Row>(write: Write<Values, Row>) => Statement<Values, Row> {
  return (write) => new Statement(write);
}
