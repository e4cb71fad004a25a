import { firstExhausted, slotAt, slotOverAt, type Slot } from '../../../domain/budget.ts';
import type { BudgetExhausted, BudgetLimit } from '../../../service/ports/budgets.ts';
import { slotsOf } from '../budget-slots.ts';
import type { Transaction } from '../sql.ts';
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

export async function spendBudgets(
  on: Transaction,
  { budgetLimits, at }: Spending,
): Promise<BudgetExhausted | undefined> {
  const slots = new Map<BudgetLimit, readonly Slot[]>();
  for (const limit of budgetLimits) slots.set(limit, await slotsOf(on, limit, at));
  const exhausted = firstExhausted(budgetLimits, (limit) => slots.get(limit) ?? [], at);
  if (exhausted !== undefined) return exhausted;
  for (const { key, period } of budgetLimits) {
    const slot = slotAt(period, at);
    await on.run(take, { key, period, slot, over_at: slotOverAt(period, slot) });
  }
  return undefined;
}

export async function giveBackBudgets(on: Transaction, { budgetLimits, at }: Spending): Promise<void> {
  for (const { key, period } of budgetLimits) {
    const which = { key, period, slot: slotAt(period, at) };
    await on.run(lower, which);
    await on.run(forgetEmpty, which);
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

export async function sweepBudgets(
  on: Transaction,
  slice: { readonly before: number; readonly limit: number },
): Promise<number> {
  return await on.run(sweep, slice);
}
