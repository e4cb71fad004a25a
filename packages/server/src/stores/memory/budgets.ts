import { firstExhausted, oldestSlot, slotAt, slotOverAt, sumOf, type Slot } from '../../domain/budget.ts';
import type { Budgets, BudgetExhausted, BudgetLimit } from '../../service/ports/budgets.ts';

/** The steps of one key and period in which something was spent. */
interface Count {
  readonly period: number;
  readonly slots: Map<number, number>;
}

const nameOf = ({ key, period }: Pick<BudgetLimit, 'key' | 'period'>): string => `${period} ${key}`;

/** Budgets in memory; see `MemoryPins`. */
export class MemoryBudgets implements Budgets {
  readonly #counts: Map<string, Count> = new Map();

  async spend(budgetLimits: readonly BudgetLimit[], now: number): Promise<BudgetExhausted | undefined> {
    const exhausted = firstExhausted(budgetLimits, (limit) => this.#slots(limit, now), now);
    if (exhausted === undefined) for (const limit of budgetLimits) this.#add(limit, now, 1);
    return exhausted;
  }

  async refund(budgetLimits: readonly BudgetLimit[], at: number): Promise<void> {
    for (const budgetLimit of budgetLimits) this.#add(budgetLimit, at, -1);
  }

  async spent(budgetLimit: Pick<BudgetLimit, 'key' | 'period'>, now: number): Promise<number> {
    return sumOf(this.#slots(budgetLimit, now));
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
  #slots(budgetLimit: Pick<BudgetLimit, 'key' | 'period'>, now: number): readonly Slot[] {
    const oldest = oldestSlot(budgetLimit.period, now);
    return [...(this.#counts.get(nameOf(budgetLimit))?.slots ?? [])]
      .map(([slot, spent]) => ({ slot, spent }))
      .filter(({ slot }) => slot >= oldest)
      .sort((one, other) => one.slot - other.slot);
  }

  #add(budgetLimit: Pick<BudgetLimit, 'key' | 'period'>, at: number, change: 1 | -1): void {
    const name = nameOf(budgetLimit);
    const count = this.#counts.get(name) ?? { period: budgetLimit.period, slots: new Map<number, number>() };
    const slot = slotAt(budgetLimit.period, at);
    const next = (count.slots.get(slot) ?? 0) + change;
    if (next > 0) count.slots.set(slot, next);
    else count.slots.delete(slot);
    if (count.slots.size > 0) this.#counts.set(name, count);
    else this.#counts.delete(name);
  }
}
