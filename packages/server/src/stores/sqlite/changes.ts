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

/** How long what was asked is good for, in milliseconds. */
const goodFor = 1;

/** When so many pins changed since, it is not worth to tell which. */
const tooMany = 1000;

/** Whoever remembers something that may change. */
export interface Rememberers {
  readonly forgetPin: (dialect: Protocol, handle: string) => void;
  readonly forgetPins: () => void;
  readonly forgetClients: () => void;
}

/**
 * What anybody changed in the file, this process or another: the file counts each change of a pin, and each time that a
 * client goes. Asking costs a point read, which is why it is not done more than once in a millisecond.
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

  /** Has everything forgotten that changed, up to a millisecond ago: what is left is so. */
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

  /** The count of changed pins at the last look. */
  get pins(): number {
    return this.#pins;
  }

  /** This process changed something itself: the next look is not put off. */
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
