import { firstExhausted, heldSlot, spentSlot, type Counted, type Slot } from '../../../domain/budget.ts';
import type { Awaitable } from '../../../domain/awaitable.ts';
import type { BudgetExhausted, BudgetLimit } from '../../../service/ports/budgets.ts';
import { countedOf } from '../budget-slots.ts';
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

/** What is to be spent or held, and the instant that it counts for. */
export interface Spending {
  readonly budgetLimits: readonly BudgetLimit[];
  readonly at: number;
}

/** What was held from an instant on, and whether it is spent or let go. */
export interface Settling extends Spending {
  readonly isSpent: boolean;
}

const add = (on: Transaction, { key, period }: BudgetLimit, { slot, overAt }: Slot): Awaitable<number> =>
  on.run(take, { key, period, slot, over_at: overAt });

async function takeBudgets(
  on: Transaction,
  { budgetLimits, at }: Spending,
  slotOf: (budgetLimit: BudgetLimit) => Slot,
): Promise<BudgetExhausted | undefined> {
  const counted = new Map<BudgetLimit, readonly Counted[]>();
  for (const limit of budgetLimits) counted.set(limit, await countedOf(on, limit, at));
  const exhausted = firstExhausted(budgetLimits, (limit) => counted.get(limit) ?? [], at);
  if (exhausted !== undefined) return exhausted;
  for (const limit of budgetLimits) await add(on, limit, slotOf(limit));
  return undefined;
}

export function spendBudgets(on: Transaction, spending: Spending): Promise<BudgetExhausted | undefined> {
  return takeBudgets(on, spending, ({ period }) => spentSlot(period, spending.at));
}

export function holdBudgets(on: Transaction, spending: Spending): Promise<BudgetExhausted | undefined> {
  return takeBudgets(on, spending, () => heldSlot(spending.at));
}

export async function settleBudgets(on: Transaction, { budgetLimits, at, isSpent }: Settling): Promise<void> {
  for (const limit of budgetLimits) {
    const which = { key: limit.key, period: limit.period, slot: heldSlot(at).slot };
    await on.run(lower, which);
    await on.run(forgetEmpty, which);
    if (isSpent) await add(on, limit, spentSlot(limit.period, at));
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
