import { sumOf } from '../../domain/budget.ts';
import type { Budgets, BudgetExhausted, BudgetLimit } from '../../service/ports/budgets.ts';
import { slotsOf } from './budget-slots.ts';
import type { Connection } from './connection.ts';
import type { WriteQueue } from './write-queue.ts';

/** Budgets in SQLite. */
export class SqliteBudgets implements Budgets {
  readonly #reader: Connection;
  readonly #queue: WriteQueue;

  constructor(reader: Connection, queue: WriteQueue) {
    this.#reader = reader;
    this.#queue = queue;
  }

  async spend(budgetLimits: readonly BudgetLimit[], now: number): Promise<BudgetExhausted | undefined> {
    return this.#queue.write('spendBudgets', { budgetLimits, at: now });
  }

  async refund(budgetLimits: readonly BudgetLimit[], at: number): Promise<void> {
    await this.#queue.write('giveBackBudgets', { budgetLimits, at });
  }

  async spent(budgetLimit: Pick<BudgetLimit, 'key' | 'period'>, now: number): Promise<number> {
    return sumOf(slotsOf(this.#reader, budgetLimit, now));
  }

  async sweep(before: number, limit: number): Promise<number> {
    return this.#queue.write('sweepBudgets', { before, limit });
  }
}
