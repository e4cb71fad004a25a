import type { Connection } from './connection.ts';
import { statement } from '../sql/statement.ts';

const counted = statement<object>()((db) => db.selectFrom('changes').select('count').where('what', '=', 'pins'));

const since = statement<{ count: number }>()((db, the) =>
  db.selectFrom('pins').select('key').where('changed', '>', the('count')),
);

/** If more pins have changed, they are not listed. */
const tooMany = 1000;

/** The pins in the file that any process has changed since the last call. */
export class ChangedPins {
  readonly #reader: Connection;
  #count: number | undefined;

  constructor(reader: Connection) {
    this.#reader = reader;
  }

  /** Their internal ids, none the first time; undefined if they are too many to list. */
  take(): readonly string[] | undefined {
    const before = this.#count;
    this.#count = this.#reader.get(counted, {})?.count ?? 0;
    if (before === undefined || before === this.#count) return [];
    if (this.#count < before || this.#count - before > tooMany) return undefined;
    return this.#reader.all(since, { count: before }).map(({ key }) => key);
  }
}
