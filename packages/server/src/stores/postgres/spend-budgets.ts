import { firstExhausted, oldestSlot, slotAt, slotOverAt, type Slot } from '../../domain/budget.ts';
import type { BudgetExhausted } from '../../service/ports/budgets.ts';
import type { Spending } from '../sql/writes/budgets.ts';
import type { Query } from './server-connection.ts';
import { asJson } from './json.ts';

// Nobody waits for the disk: a loss allows as many more attempts; see `durability.ts`.
const text = `select spend_budgets($1) as spent, set_config('synchronous_commit', 'off', true)`;

/** Spends one of each limit, or none, in one statement. */
export function spendBudgets({ budgetLimits, at }: Spending): Query {
  const limits = budgetLimits.map(({ key, period, limit }, index) => {
    const slot = slotAt(period, at);
    const taken = budgetLimits.slice(0, index).filter((one) => one.key === key && one.period === period).length;
    return { key, period, limit, slot, taken, oldest: oldestSlot(period, at), over_at: slotOverAt(period, slot) };
  });
  return { name: 'spend budgets', text, values: [asJson(limits)] };
}

/** What the statement's answer means: null is that all are spent, and else it tells what of each limit was. */
export function exhaustedOf({ budgetLimits, at }: Spending, spent: unknown): BudgetExhausted | undefined {
  if (typeof spent !== 'string') return undefined;
  const slots = JSON.parse(spent) as readonly (readonly Slot[])[];
  const exhausted = firstExhausted(budgetLimits, (limit) => slots[budgetLimits.indexOf(limit)] ?? [], at);
  if (exhausted === undefined) throw new Error('The database and the core disagree on a budget.');
  return exhausted;
}
