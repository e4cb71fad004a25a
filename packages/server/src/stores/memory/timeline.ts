import type { ExpiryCursor } from '../../service/ports/audit-log.ts';

const slot = 1000;

/** Whether one end comes after another: by its time, then by its id. */
const isAfter = (one: ExpiryCursor, other: ExpiryCursor): boolean =>
  one.endsAt > other.endsAt || (one.endsAt === other.endsAt && one.id > other.id);

/**
 * Ids by an instant (milliseconds since the epoch), in slots of one second, so that the cost of a sweep depends on the
 * number of seconds and not of ids.
 */
export class Timeline {
  readonly #slots: Map<number, Map<string, number>> = new Map();

  add(id: string, at: number): void {
    const index = Math.floor(at / slot);
    const ids = this.#slots.get(index);
    if (ids === undefined) this.#slots.set(index, new Map([[id, at]]));
    else ids.set(id, at);
  }

  remove(id: string, at: number): void {
    const index = Math.floor(at / slot);
    const ids = this.#slots.get(index);
    ids?.delete(id);
    if (ids?.size === 0) this.#slots.delete(index);
  }

  /** The first `limit` ids that stand after a mark and not after `until`, in order. */
  between(mark: ExpiryCursor, until: number, limit: number): readonly ExpiryCursor[] {
    const [first, last] = [Math.floor(mark.endsAt / slot), Math.floor(until / slot)];
    const slots = [...this.#slots].filter(([index]) => index >= first && index <= last);
    const found: ExpiryCursor[] = [];
    for (const [, ids] of slots.sort(([one], [other]) => one - other)) {
      if (found.length >= limit) break;
      const ends = [...ids].map(([id, endsAt]) => ({ endsAt, id }));
      found.push(...ends.filter((end) => isAfter(end, mark) && end.endsAt <= until));
    }
    return found.sort((one, other) => (isAfter(one, other) ? 1 : -1)).slice(0, limit);
  }

  /** Up to `limit` ids that stand before `time`. */
  before(time: number, limit: number): readonly string[] {
    const edge = Math.floor(time / slot);
    const found: string[] = [];
    for (const [index, ids] of this.#slots) {
      if (index > edge) continue;
      for (const [id, at] of ids) {
        if (found.length >= limit) return found;
        if (at < time) found.push(id);
      }
    }
    return found;
  }
}
