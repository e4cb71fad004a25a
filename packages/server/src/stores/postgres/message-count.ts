/** For how long a count is taken for true, in milliseconds. */
const countedFor = 1000;

/**
 * How many messages wait: counted once a second at most, since each count reads all of them, and carried on by what this
 * process does to them. What others do is known a second later, so that each may put in that much more than may wait. A
 * transaction that comes to nothing is counted until then.
 */
export class MessageCount {
  readonly #now: () => number;
  #count = 0;
  #countedAt = Number.NEGATIVE_INFINITY;

  /** @param now milliseconds that run on evenly */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** @param count counts them now */
  async read(count: () => Promise<number>): Promise<number> {
    if (this.#now() - this.#countedAt >= countedFor) {
      this.#count = await count();
      this.#countedAt = this.#now();
    }
    return this.#count;
  }

  change(by: number): void {
    this.#count += by;
  }
}
