import type { ExpiryCursor } from '../../service/ports/audit-log.ts';

const slot = 1000;

/** Whether one end comes after another: by its time, then by its key. */
const isAfter = (one: ExpiryCursor, other: ExpiryCursor): boolean =>
  one.endsAt > other.endsAt || (one.endsAt === other.endsAt && one.key > other.key);

/**
 * Keys by an instant (milliseconds since the epoch), in slots of one second, so that the cost of a sweep depends on the
 * number of seconds and not of keys.
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

  /** The first `limit` keys that stand after a mark and not after `until`, in order. */
  between(mark: ExpiryCursor, until: number, limit: number): readonly ExpiryCursor[] {
    const [first, last] = [Math.floor(mark.endsAt / slot), Math.floor(until / slot)];
    const slots = [...this.#slots].filter(([index]) => index >= first && index <= last);
    const found: ExpiryCursor[] = [];
    for (const [, keys] of slots.sort(([one], [other]) => one - other)) {
      if (found.length >= limit) break;
      const ends = [...keys].map(([key, endsAt]) => ({ endsAt, key }));
      found.push(...ends.filter((end) => isAfter(end, mark) && end.endsAt <= until));
    }
    return found.sort((one, other) => (isAfter(one, other) ? 1 : -1)).slice(0, limit);
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
