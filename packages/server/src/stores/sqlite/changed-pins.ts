import type { Connection } from './connection.ts';
import { statement } from '../sql/statement.ts';

const counted = statement<object>()((db) => db.selectFrom('changes').select('count').where('what', '=', 'pins'));

const since = statement<{ count: number }>()((db, the) =>
  db.selectFrom('pins').select('key').where('changed', '>', the('count')),
);

/** The most changed pins that are listed individually. */
const tooMany = 1000;

/** Tracks which pins any process has changed in the file since the last call. */
export class ChangedPins {
  readonly #reader: Connection;
  #count: number | undefined;

  constructor(reader: Connection) {
    this.#reader = reader;
  }

  /** Returns their internal ids: none on the first call, undefined if there are too many to list. */
  take(): readonly string[] | undefined {
    const before = this.#count;
    this.#count = this.#reader.get(counted, {})?.count ?? 0;
    if (before === undefined || before === this.#count) return [];
    if (this.#count < before || this.#count - before > tooMany) return undefined;
    return this.#reader.all(since, { count: before }).map(({ key }) => key);
  }
}
