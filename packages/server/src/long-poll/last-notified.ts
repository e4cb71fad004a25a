/** Most pins to remember; the oldest are evicted. */
const capacity = 20_000;

/** What a pin's device was notified of, and the pin's expiry in milliseconds since the epoch. */
interface Last {
  readonly tells: string;
  readonly until: number;
}

/** Remembers what each pending pin's device was last notified of. After an eviction it is notified once more. */
export class LastNotified {
  /** Least recently notified first. */
  readonly #last: Map<string, Last> = new Map();

  /** Number of remembered pins. */
  get size(): number {
    return this.#last.size;
  }

  /** @returns '' for a pin whose device was not notified */
  last(pinId: string): string {
    return this.#last.get(pinId)?.tells ?? '';
  }

  /** Records a notification and evicts pins that have expired by `now`. */
  note(pinId: string, { tells, until }: Last, now: number): void {
    this.#last.delete(pinId);
    if (tells !== '') this.#last.set(pinId, { tells, until });
    // A polled pin moves to the end, so that those that expire soonest are in front.
    for (const [key, oldest] of this.#last) {
      if (oldest.until > now && this.#last.size <= capacity) break;
      this.#last.delete(key);
    }
  }

  /** Forgets a pin whose outcome was delivered. */
  forget(pinId: string): void {
    this.#last.delete(pinId);
  }
}
