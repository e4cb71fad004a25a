import type { Connection } from './connection.ts';
import { statement } from './statement.ts';

const counted = statement<object>()((db) => db.selectFrom('changes').select('count').where('what', '=', 'pins'));

const since = statement<{ count: number }>()((db, the) =>
  db.selectFrom('pins').select('key').where('changed', '>', the('count')),
);

/** When so many changed, they are not told one by one. */
const tooMany = 1000;

/** The pins that anybody changed in the file since it was last asked. */
export class ChangedPins {
  readonly #reader: Connection;
  #count: number | undefined;

  constructor(reader: Connection) {
    this.#reader = reader;
  }

  /** Their internal keys, none the first time; undefined when there are too many to tell. */
  take(): readonly string[] | undefined {
    const before = this.#count;
    this.#count = this.#reader.get(counted, {})?.count ?? 0;
    if (before === undefined || before === this.#count) return [];
    if (this.#count < before || this.#count - before > tooMany) return undefined;
    return this.#reader.all(since, { count: before }).map(({ key }) => key);
  }
}
