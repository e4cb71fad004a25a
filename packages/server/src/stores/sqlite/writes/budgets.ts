import { firstExhausted, slotAt, slotOverAt } from '../../../domain/budget.ts';
import type { BudgetExhausted, BudgetLimit } from '../../../service/ports/budgets.ts';
import { slotsOf } from '../budget-slots.ts';
import type { Connection } from '../connection.ts';
import type { BudgetRow } from '../schema.ts';
import { statement } from '../statement.ts';

const take = statement<Omit<BudgetRow, 'spent'>>()((db, the) =>
  db
    .insertInto('budgets')
    .values({ key: the('key'), period: the('period'), slot: the('slot'), spent: 1, over_at: the('over_at') })
    .onConflict((taken) =>
      taken.columns(['key', 'period', 'slot']).doUpdateSet((row) => ({ spent: row('budgets.spent', '+', 1) })),
    ),
);

type Which = Pick<BudgetRow, 'key' | 'period' | 'slot'>;

const lower = statement<Which>()((db, the) =>
  db
    .updateTable('budgets')
    .set((row) => ({ spent: row('spent', '-', 1) }))
    .where('key', '=', the('key'))
    .where('period', '=', the('period'))
    .where('slot', '=', the('slot')),
);

const forgetEmpty = statement<Which>()((db, the) =>
  db
    .deleteFrom('budgets')
    .where('key', '=', the('key'))
    .where('period', '=', the('period'))
    .where('slot', '=', the('slot'))
    .where('spent', '<=', 0),
);

/** What is to be spent or given back, and the instant that it counts for. */
export interface Spending {
  readonly budgetLimits: readonly BudgetLimit[];
  readonly at: number;
}

export function spendBudgets(on: Connection, { budgetLimits, at }: Spending): BudgetExhausted | undefined {
  const exhausted = firstExhausted(budgetLimits, (limit) => slotsOf(on, limit, at), at);
  if (exhausted !== undefined) return exhausted;
  for (const { key, period } of budgetLimits) {
    const slot = slotAt(period, at);
    on.run(take, { key, period, slot, over_at: slotOverAt(period, slot) });
  }
  return undefined;
}

export function giveBackBudgets(on: Connection, { budgetLimits, at }: Spending): void {
  for (const { key, period } of budgetLimits) {
    const which = { key, period, slot: slotAt(period, at) };
    on.run(lower, which);
    on.run(forgetEmpty, which);
  }
}

const sweep = statement<{ before: number; limit: number }>()((db, the) =>
  db
    .deleteFrom('budgets')
    .where((row) =>
      row(
        row.refTuple('key', 'period', 'slot'),
        'in',
        db
          .selectFrom('budgets')
          .select(['key', 'period', 'slot'])
          .where('over_at', '<=', the('before'))
          .limit(the('limit'))
          .$asTuple('key', 'period', 'slot'),
      ),
    ),
);

export function sweepBudgets(on: Connection, slice: { readonly before: number; readonly limit: number }): number {
  return on.run(sweep, slice);
}
