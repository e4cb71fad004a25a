/** So many pins are remembered; of more, those that were told of first are forgotten. */
const capacity = 20_000;

/** What the device of a pin was told, and when the pin is over, in milliseconds since the epoch. */
interface Last {
  readonly tells: string;
  readonly until: number;
}

/** What the device of each pin was last told while nobody had decided. One that is forgotten hears it once more. */
export class LastNotified {
  /** The one told longest ago first. */
  readonly #last: Map<string, Last> = new Map();

  /** How many pins are remembered. */
  get size(): number {
    return this.#last.size;
  }

  /** @returns nothing ('') for a pin whose device was told nothing */
  last(pinKey: string): string {
    return this.#last.get(pinKey)?.tells ?? '';
  }

  /** Pins that are over by `now` are forgotten on the way. */
  note(pinKey: string, { tells, until }: Last, now: number): void {
    this.#last.delete(pinKey);
    if (tells !== '') this.#last.set(pinKey, { tells, until });
    // A pin whose device still asks moves to the end each time, so what is over soon stands first.
    for (const [key, oldest] of this.#last) {
      if (oldest.until > now && this.#last.size <= capacity) break;
      this.#last.delete(key);
    }
  }

  /** Whoever waited for the pin has heard how it ended. */
  forget(pinKey: string): void {
    this.#last.delete(pinKey);
  }
}
