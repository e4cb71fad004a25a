import { oldestSlot, type Slot } from '../../domain/budget.ts';
import type { BudgetLimit } from '../../service/ports/budgets.ts';
import type { Sql } from './sql.ts';
import { statement } from './statement.ts';

const counted = statement<{ key: string; period: number; oldest: number }>()((db, the) =>
  db
    .selectFrom('budgets')
    .select(['slot', 'spent'])
    .where('key', '=', the('key'))
    .where('period', '=', the('period'))
    .where('slot', '>=', the('oldest'))
    .orderBy('slot'),
);

/** The steps of a budget that count, the oldest first. */
export const slotsOf = async (
  on: Sql,
  { key, period }: Pick<BudgetLimit, 'key' | 'period'>,
  now: number,
): Promise<readonly Slot[]> => on.all(counted, { key, period, oldest: oldestSlot(period, now) });
