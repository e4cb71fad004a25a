import type { Protocol } from '../../domain/pin.ts';
import type { ChangeLook } from '../sql/memory.ts';
import type { Connection } from './connection.ts';
import { statement } from '../sql/statement.ts';

const counts = statement<object>()((db) =>
  db.selectNoFrom((row) => [
    row.selectFrom('changes').select('count').where('what', '=', 'pins').as('pins'),
    row.selectFrom('changes').select('count').where('what', '=', 'clients').as('clients'),
  ]),
);

const pinsSince = statement<{ count: number }>()((db, the) =>
  db.selectFrom('pins').select(['dialect', 'handle']).where('changed', '>', the('count')),
);

/** How long a read of the change counters stays valid, in milliseconds. */
const goodFor = 1;

/** If this many pins have changed, the whole cache is cleared instead. */
const tooMany = 1000;

/** The caches to invalidate. */
export interface Rememberers {
  readonly forgetPin: (dialect: Protocol, handle: string) => void;
  readonly forgetPins: () => void;
  readonly forgetClients: () => void;
}

/**
 * Invalidates caches when this process or another one changes the file. The file has a counter for changes of pins and one
 * for removals of clients. Reading them is a point query, done at most once per millisecond.
 */
export class Changes implements ChangeLook {
  readonly #reader: Connection;
  readonly #tell: Rememberers;
  #askedAt = Number.NEGATIVE_INFINITY;
  #pins = 0;
  #clients = 0;

  constructor(reader: Connection, tell: Rememberers) {
    this.#reader = reader;
    this.#tell = tell;
  }

  /** Evicts everything that changed up to a millisecond ago; cache entries that remain are current. */
  look(): true {
    const now = performance.now();
    if (now - this.#askedAt < goodFor) return true;
    this.#askedAt = now;
    const row = this.#reader.get(counts, {});
    const [pins, clients] = [row?.pins ?? 0, row?.clients ?? 0];
    if (clients !== this.#clients) this.#tell.forgetClients();
    this.#clients = clients;
    if (pins !== this.#pins) this.#forgetPins(pins - this.#pins);
    this.#pins = pins;
    return true;
  }

  /** The change counter of pins, as last read. */
  get pins(): number {
    return this.#pins;
  }

  /** Call after a write of this process: the next look reads the counters even within the millisecond. */
  lookSoon(): void {
    this.#askedAt = Number.NEGATIVE_INFINITY;
  }

  #forgetPins(changes: number): void {
    if (changes < 0 || changes > tooMany) return this.#tell.forgetPins();
    for (const { dialect, handle } of this.#reader.all(pinsSince, { count: this.#pins })) {
      this.#tell.forgetPin(dialect as Protocol, handle);
    }
  }
}
