import type { Counted } from '../../domain/budget.ts';
import type { BudgetLimit } from '../../service/ports/budgets.ts';
import type { Sql } from './sql.ts';
import { statement } from './statement.ts';

const counted = statement<{ key: string; period: number; now: number }>()((db, the) =>
  db
    .selectFrom('budgets')
    .select(['over_at as overAt', 'spent'])
    .where('key', '=', the('key'))
    .where('period', '=', the('period'))
    .where('over_at', '>', the('now')),
);

/** The used part of a budget, spent or held. */
export const countedOf = async (
  on: Sql,
  { key, period }: Pick<BudgetLimit, 'key' | 'period'>,
  now: number,
): Promise<readonly Counted[]> => on.all(counted, { key, period, now });
