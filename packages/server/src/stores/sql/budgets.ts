import { sumOf } from '../../domain/budget.ts';
import type { Budgets, BudgetExhausted, BudgetLimit } from '../../service/ports/budgets.ts';
import { slotsOf } from './budget-slots.ts';
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

  async refund(budgetLimits: readonly BudgetLimit[], at: number): Promise<void> {
    await this.#writer.write('giveBackBudgets', { budgetLimits, at });
  }

  async spent(budgetLimit: Pick<BudgetLimit, 'key' | 'period'>, now: number): Promise<number> {
    return sumOf(await slotsOf(this.#reader, budgetLimit, now));
  }

  async sweep(before: number, limit: number): Promise<number> {
    return this.#writer.write('sweepBudgets', { before, limit });
  }
}
