import type { Budgets, Full, Want } from '../../service/ports/budgets.ts';
import { oldestSlot, roomAt, slotAt, slotOverAt, sumOf, type Slot } from '../window.ts';

/** The steps of one key and period in which something was spent. */
interface Count {
  readonly period: number;
  readonly slots: Map<number, number>;
}

const nameOf = ({ key, period }: Pick<Want, 'key' | 'period'>): string => `${period} ${key}`;

/** Budgets in memory; see `MemoryPins`. */
export class MemoryBudgets implements Budgets {
  readonly #counts: Map<string, Count> = new Map();

  async spend(wants: readonly Want[], now: number): Promise<Full | undefined> {
    for (const [index, want] of wants.entries()) {
      const slots = this.#slots(want, now);
      if (sumOf(slots) >= want.limit) {
        for (const taken of wants.slice(0, index)) this.#add(taken, now, -1);
        return { full: want, roomAt: roomAt(want, slots) };
      }
      this.#add(want, now, 1);
    }
    return undefined;
  }

  async giveBack(wants: readonly Want[], at: number): Promise<void> {
    for (const want of wants) this.#add(want, at, -1);
  }

  async spent(want: Pick<Want, 'key' | 'period'>, now: number): Promise<number> {
    return sumOf(this.#slots(want, now));
  }

  async sweep(before: number, limit: number): Promise<number> {
    let swept = 0;
    for (const [name, { period, slots }] of this.#counts) {
      for (const slot of slots.keys()) {
        if (swept >= limit) return swept;
        if (slotOverAt(period, slot) > before) continue;
        slots.delete(slot);
        swept += 1;
      }
      if (slots.size === 0) this.#counts.delete(name);
    }
    return swept;
  }

  /** The steps that count, the oldest first. */
  #slots(want: Pick<Want, 'key' | 'period'>, now: number): readonly Slot[] {
    const oldest = oldestSlot(want.period, now);
    return [...(this.#counts.get(nameOf(want))?.slots ?? [])]
      .map(([slot, spent]) => ({ slot, spent }))
      .filter(({ slot }) => slot >= oldest)
      .sort((one, other) => one.slot - other.slot);
  }

  #add(want: Pick<Want, 'key' | 'period'>, at: number, change: 1 | -1): void {
    const name = nameOf(want);
    const count = this.#counts.get(name) ?? { period: want.period, slots: new Map<number, number>() };
    const slot = slotAt(want.period, at);
    const next = (count.slots.get(slot) ?? 0) + change;
    if (next > 0) count.slots.set(slot, next);
    else count.slots.delete(slot);
    if (count.slots.size > 0) this.#counts.set(name, count);
    else this.#counts.delete(name);
  }
}
