// Pure: no I/O, no clock, no randomness.

/** How long things took, counted in buckets. The numbers may be in memory that threads share, if one alone adds to them. */
export class Durations {
  /** The upper bounds of the buckets, in seconds, ascending; what took longer is in one more. */
  readonly bounds: readonly number[];
  readonly #numbers: Float64Array;

  /**
   * @param bounds see {@link Durations.bounds}
   * @param memory with room for {@link Durations.bytes}; default: of this thread
   * @param at where in that memory, in bytes
   */
  constructor(bounds: readonly number[], memory?: SharedArrayBuffer, at = 0) {
    this.bounds = bounds;
    const size = bounds.length + 2;
    this.#numbers = memory === undefined ? new Float64Array(size) : new Float64Array(memory, at, size);
  }

  /** How many bytes of memory the buckets take. */
  static bytes(bounds: readonly number[]): number {
    return (bounds.length + 2) * Float64Array.BYTES_PER_ELEMENT;
  }

  /** @param seconds that something took */
  add(seconds: number): void {
    const { bounds } = this;
    let bucket = 0;
    while (bucket < bounds.length && seconds > (bounds[bucket] ?? 0)) bucket += 1;
    this.#numbers[bucket] = (this.#numbers[bucket] ?? 0) + 1;
    this.#numbers[bounds.length + 1] = this.sum + seconds;
  }

  /** How many there are in each bucket, by itself. */
  get counts(): readonly number[] {
    return [...this.#numbers.subarray(0, -1)];
  }

  /** All of them together, in seconds. */
  get sum(): number {
    return this.#numbers[this.bounds.length + 1] ?? 0;
  }
}
