import { firstExhausted, heldSlot, spentSlot, type Counted, type Slot } from '../../domain/budget.ts';
import type { BudgetExhausted, BudgetLimit } from '../../service/ports/budgets.ts';
import type { Settling, Spending } from '../sql/writes/budgets.ts';
import type { Query } from './server-connection.ts';
import { asJson } from './json.ts';

// Nobody waits for the disk: a loss allows as many more attempts; see `durability.ts`.
const take = `select take_budgets($1) as spent, set_config('synchronous_commit', 'off', true)`;
const settle = `select settle_budgets($1, $2), set_config('synchronous_commit', 'off', true)`;

const placed = ({ key, period }: BudgetLimit, { slot, overAt }: Slot) => ({ key, period, slot, over_at: overAt });

/** Spends or holds one of each limit, or none, in one statement. */
function takeBudgets({ budgetLimits, at }: Spending, slotOf: (budgetLimit: BudgetLimit) => Slot): Query {
  const limits = budgetLimits.map((budgetLimit, index) => {
    const { key, period, limit } = budgetLimit;
    const taken = budgetLimits.slice(0, index).filter((one) => one.key === key && one.period === period).length;
    return { ...placed(budgetLimit, slotOf(budgetLimit)), limit, taken, now: at };
  });
  return { name: 'take budgets', text: take, values: [asJson(limits)] };
}

/** Spends one of each limit, or none. */
export const spendBudgets = (spending: Spending): Query =>
  takeBudgets(spending, ({ period }) => spentSlot(period, spending.at));

/** Holds one of each limit, or none. */
export const holdBudgets = (spending: Spending): Query => takeBudgets(spending, () => heldSlot(spending.at));

/** Spends one of each limit that was held, or lets go of it, in one statement. */
export function settleBudgets({ budgetLimits, at, isSpent }: Settling): Query {
  const taken = budgetLimits.map((limit) => placed(limit, heldSlot(at)));
  const instead = isSpent ? budgetLimits.map((limit) => placed(limit, spentSlot(limit.period, at))) : [];
  return { name: 'settle budgets', text: settle, values: [asJson(taken), asJson(instead)] };
}

/** What the answer to taking means: null is that one of each is taken, and else it tells what counts of each limit. */
export function exhaustedOf({ budgetLimits, at }: Spending, spent: unknown): BudgetExhausted | undefined {
  if (typeof spent !== 'string') return undefined;
  const counted = JSON.parse(spent) as readonly (readonly Counted[])[];
  const exhausted = firstExhausted(budgetLimits, (limit) => counted[budgetLimits.indexOf(limit)] ?? [], at);
  if (exhausted === undefined) throw new Error('The database and the core disagree on a budget.');
  return exhausted;
}
