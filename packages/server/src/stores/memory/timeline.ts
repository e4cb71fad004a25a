const slot = 1000;

/**
 * Keys by an instant (milliseconds since the epoch), kept in slots of one second, so that counting and sweeping cost
 * by the seconds that are kept and not by the keys.
 */
export class Timeline {
  readonly #slots: Map<number, Map<string, number>> = new Map();

  add(key: string, at: number): void {
    const index = Math.floor(at / slot);
    const keys = this.#slots.get(index);
    if (keys === undefined) this.#slots.set(index, new Map([[key, at]]));
    else keys.set(key, at);
  }

  remove(key: string, at: number): void {
    const index = Math.floor(at / slot);
    const keys = this.#slots.get(index);
    keys?.delete(key);
    if (keys?.size === 0) this.#slots.delete(index);
  }

  /** How many keys stand after `time`. */
  countAfter(time: number): number {
    const edge = Math.floor(time / slot);
    let count = 0;
    for (const [index, keys] of this.#slots) {
      if (index > edge) count += keys.size;
      else if (index === edge) for (const at of keys.values()) count += at > time ? 1 : 0;
    }
    return count;
  }

  /** Up to `limit` keys that stand before `time`. */
  before(time: number, limit: number): readonly string[] {
    const edge = Math.floor(time / slot);
    const found: string[] = [];
    for (const [index, keys] of this.#slots) {
      if (index > edge) continue;
      for (const [key, at] of keys) {
        if (found.length >= limit) return found;
        if (at < time) found.push(key);
      }
    }
    return found;
  }
}
