import { sumOf } from '../../domain/budget.ts';
import type { Budgets, BudgetExhausted, BudgetLimit } from '../../service/ports/budgets.ts';
import { countedOf } from './budget-slots.ts';
import type { Sql } from './sql.ts';
import type { Writer } from './writer.ts';

/** Budgets in an SQL database. */
export class SqlBudgets implements Budgets {
  readonly #reader: Sql;
  readonly #writer: Writer;

  constructor(reader: Sql, writer: Writer) {
    this.#reader = reader;
    this.#writer = writer;
  }

  async spend(budgetLimits: readonly BudgetLimit[], now: number): Promise<BudgetExhausted | undefined> {
    return this.#writer.write('spendBudgets', { budgetLimits, at: now });
  }

  async hold(budgetLimits: readonly BudgetLimit[], now: number): Promise<BudgetExhausted | undefined> {
    return this.#writer.write('holdBudgets', { budgetLimits, at: now });
  }

  async confirm(budgetLimits: readonly BudgetLimit[], at: number): Promise<void> {
    await this.#writer.write('settleBudgets', { budgetLimits, at, isSpent: true });
  }

  async release(budgetLimits: readonly BudgetLimit[], at: number): Promise<void> {
    await this.#writer.write('settleBudgets', { budgetLimits, at, isSpent: false });
  }

  async spent(budgetLimit: Pick<BudgetLimit, 'key' | 'period'>, now: number): Promise<number> {
    return sumOf(await countedOf(this.#reader, budgetLimit, now));
  }

  async sweep(before: number, limit: number): Promise<number> {
    return this.#writer.write('sweepBudgets', { before, limit });
  }
}
