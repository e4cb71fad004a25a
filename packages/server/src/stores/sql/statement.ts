import type { CompiledQuery, Kysely } from '#kysely';
import { dialects, type Engine, type Words } from './dialects.ts';
import type { Schema } from './schema.ts';

/** A query compiled for one engine. */
export interface Compiled<Values> {
  readonly sql: string;
  /** Orders the values as the SQL's parameters. */
  readonly bind: (values: Values) => readonly unknown[];
}

/** A placeholder for a value that is bound at execution. */
class Stand {
  readonly name: PropertyKey;
  constructor(name: PropertyKey) {
    this.name = name;
  }
}

/** Builds a query, with a placeholder for each name in `Values`. */
type Write<Values, Row> = (
  db: Kysely<Schema>,
  the: <Name extends keyof Values>(name: Name) => Values[Name],
  words: Words,
) => { compile(): CompiledQuery<Row> };

/** A query compiled once per engine, executed with `Values` and returning `Row`s. */
export class Statement<Values, Row> {
  /** A phantom type: never set. */
  declare readonly row?: Row;
  readonly #write: Write<Values, Row>;
  readonly #compiled: Partial<Record<Engine, Compiled<Values>>> = {};

  constructor(write: Write<Values, Row>) {
    this.#write = write;
  }

  /** The query compiled for an engine. */
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
 * Defines a statement over the store's tables. Two calls, because `Values` is given explicitly and `Row` is inferred:
 * `statement<{ id: string }>()((db, the) => db.selectFrom('grants').selectAll().where('id', '=', the('id')))`.
 */
export function statement<Values>(): <Row>(write: Write<Values, Row>) => Statement<Values, Row> {
  return (write) => new Statement(write);
}
