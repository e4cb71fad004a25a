import { firstExhausted, heldSlot, spentSlot, sumOf, type Counted, type Slot } from '../../domain/budget.ts';
import type { Budgets, BudgetExhausted, BudgetLimit } from '../../service/ports/budgets.ts';

/** What is counted of one key and period, by slot. */
type Counts = Map<number, Counted>;

const nameOf = ({ key, period }: Pick<BudgetLimit, 'key' | 'period'>): string => `${period} ${key}`;

/** Budgets in memory; see `MemoryPins`. */
export class MemoryBudgets implements Budgets {
  readonly #counts: Map<string, Counts> = new Map();

  async spend(budgetLimits: readonly BudgetLimit[], now: number): Promise<BudgetExhausted | undefined> {
    return this.#take(budgetLimits, now, ({ period }) => spentSlot(period, now));
  }

  async hold(budgetLimits: readonly BudgetLimit[], now: number): Promise<BudgetExhausted | undefined> {
    return this.#take(budgetLimits, now, () => heldSlot(now));
  }

  async confirm(budgetLimits: readonly BudgetLimit[], at: number): Promise<void> {
    await this.release(budgetLimits, at);
    for (const budgetLimit of budgetLimits) this.#add(budgetLimit, spentSlot(budgetLimit.period, at), 1);
  }

  async release(budgetLimits: readonly BudgetLimit[], at: number): Promise<void> {
    for (const budgetLimit of budgetLimits) this.#add(budgetLimit, heldSlot(at), -1);
  }

  async spent(budgetLimit: Pick<BudgetLimit, 'key' | 'period'>, now: number): Promise<number> {
    return sumOf(this.#counted(budgetLimit, now));
  }

  async sweep(before: number, limit: number): Promise<number> {
    let swept = 0;
    for (const [name, counts] of this.#counts) {
      for (const [slot, { overAt }] of counts) {
        if (swept >= limit) return swept;
        if (overAt > before) continue;
        counts.delete(slot);
        swept += 1;
      }
      if (counts.size === 0) this.#counts.delete(name);
    }
    return swept;
  }

  #take(
    budgetLimits: readonly BudgetLimit[],
    now: number,
    slotOf: (budgetLimit: BudgetLimit) => Slot,
  ): BudgetExhausted | undefined {
    const exhausted = firstExhausted(budgetLimits, (limit) => this.#counted(limit, now), now);
    if (exhausted === undefined) for (const limit of budgetLimits) this.#add(limit, slotOf(limit), 1);
    return exhausted;
  }

  #counted(budgetLimit: Pick<BudgetLimit, 'key' | 'period'>, now: number): readonly Counted[] {
    return [...(this.#counts.get(nameOf(budgetLimit))?.values() ?? [])].filter(({ overAt }) => overAt > now);
  }

  #add(budgetLimit: BudgetLimit, { slot, overAt }: Slot, change: 1 | -1): void {
    const name = nameOf(budgetLimit);
    const counts: Counts = this.#counts.get(name) ?? new Map<number, Counted>();
    const spent = (counts.get(slot)?.spent ?? 0) + change;
    if (spent > 0) counts.set(slot, { spent, overAt });
    else counts.delete(slot);
    if (counts.size > 0) this.#counts.set(name, counts);
    else this.#counts.delete(name);
  }
}
