import { sql } from '#kysely';
import type { HourlyCount } from '../../../domain/statistics.ts';
import type { Transaction } from '../sql.ts';
import { statement } from '../statement.ts';

const raise = statement<HourlyCount>()((db, the) =>
  db
    .insertInto('hourly_counts')
    .values({ hour: the('hour'), what: the('what'), shard: 0, count: the('count') })
    .onConflict((there) =>
      there
        .columns(['hour', 'what', 'shard'])
        .doUpdateSet((row) => ({ count: row.ref('excluded.count') }))
        .whereRef('hourly_counts.count', '<', 'excluded.count'),
    ),
);

export async function raiseCount(on: Transaction, count: HourlyCount): Promise<void> {
  await on.run(raise, count);
}

const sweep = statement<{ before: number; limit: number }>()((db, the) =>
  db
    .deleteFrom('hourly_counts')
    .where(
      sql`(hour, what, shard)`,
      'in',
      sql`(select hour, what, shard from hourly_counts where hour < ${the('before')} order by hour limit ${the('limit')})`,
    ),
);

export async function sweepCounts(
  on: Transaction,
  slice: { readonly before: number; readonly limit: number },
): Promise<number> {
  return await on.run(sweep, slice);
}
