// Counts of live pins, maintained on the write connection.
import { sql } from '#kysely';
import { minuteOf, minuteOverAt, type LiveCounts, type Tally } from '../../domain/issue-limits.ts';
import { liveCounts, type CountedScopes, type Scopes, type WaitingScopes } from '../../domain/live-counts.ts';
import type { Connection } from './connection.ts';
import { statement } from '../sql/statement.ts';

interface Asked {
  readonly network: string;
  readonly wide: string;
  readonly overall: string;
  readonly few: string;
  readonly many: string;
  readonly minute: number;
}

// No upper bound: after the clock was set back, pins may expire far in the future.
const tallies = statement<Asked>()((db, the) =>
  db
    .selectFrom('pin_counts')
    .select((row) => [
      'scope',
      row.fn.sum<number>('codes').as('codes'),
      row.fn.sum<number>('waiting').as('waiting'),
      sql<number | null>`min(case when codes > 0 then minute end)`.as('first'),
    ])
    .where('scope', 'in', [the('network'), the('wide'), the('overall'), the('few'), the('many')])
    .where('minute', '>=', the('minute'))
    .groupBy('scope'),
);

/** One length per query: usually the first one tried is the right one. */
const waitingUnder = statement<{ scope: string; minute: number }>()((db, the) =>
  db
    .selectFrom('pin_counts')
    .select((row) => row.fn.sum<number | null>('waiting').as('waiting'))
    .where('scope', '=', the('scope'))
    .where('minute', '>=', the('minute')),
);

/** Reads the live counts in the scopes of a new pin. Waiting weak codes per length are read lazily. */
export function countsFor(on: Connection, scopes: Scopes, now: number): LiveCounts {
  const { network, wide, overall, codes } = scopes;
  const minute = minuteOf(now);
  const found = new Map<string, Tally>();
  for (const row of on.all(tallies, { network, wide, overall, ...codes, minute })) {
    const { scope, first } = row;
    found.set(scope, { codes: row.codes, waiting: row.waiting, roomAt: first === null ? 0 : minuteOverAt(first) });
  }
  return liveCounts(
    scopes,
    (scope) => found.get(scope),
    (scope) => on.get(waitingUnder, { scope, minute })?.waiting ?? 0,
  );
}

interface Counted extends Omit<Asked, 'few' | 'many'> {
  readonly codes: string;
  readonly waiting: number;
}

const add = statement<Counted>()((db, the) => {
  const one = (scope: 'network' | 'wide' | 'overall' | 'codes') => ({
    scope: the(scope),
    minute: the('minute'),
    codes: 1,
    waiting: the('waiting'),
  });
  return db
    .insertInto('pin_counts')
    .values([one('network'), one('wide'), one('overall'), one('codes')])
    .onConflict((conflict) =>
      conflict
        .columns(['scope', 'minute'])
        .doUpdateSet({ codes: sql`pin_counts.codes + 1`, waiting: sql`pin_counts.waiting + excluded.waiting` }),
    );
});

const addUnder = statement<{ scope: string; minute: number; waiting: number }>()((db, the) =>
  db
    .insertInto('pin_counts')
    .values({ scope: the('scope'), minute: the('minute'), codes: 1, waiting: the('waiting') })
    .onConflict((conflict) =>
      conflict
        .columns(['scope', 'minute'])
        .doUpdateSet({ codes: sql`pin_counts.codes + 1`, waiting: sql`pin_counts.waiting + excluded.waiting` }),
    ),
);

/** The counts to increment for a new pin. */
export interface NewCount extends CountedScopes {
  readonly expiresAt: number;
  readonly waiting: number;
}

export function countIn(on: Connection, pin: NewCount): void {
  const { network, wide, overall, codes, lengths, waiting } = pin;
  const minute = minuteOf(pin.expiresAt);
  on.run(add, { network, wide, overall, codes, waiting, minute });
  for (const scope of lengths) on.run(addUnder, { scope, waiting, minute });
}

const settle = statement<Omit<Asked, 'few' | 'many'>>()((db, the) =>
  db
    .updateTable('pin_counts')
    .set({ waiting: sql`waiting - 1` })
    .where('scope', 'in', [the('network'), the('wide'), the('overall')])
    .where('minute', '=', the('minute')),
);

// Pins inserted before the counts per length existed are in none.
const settleUnder = statement<{ scope: string; minute: number }>()((db, the) =>
  db
    .updateTable('pin_counts')
    .set({ waiting: sql`case when waiting > 0 then waiting - 1 else 0 end` })
    .where('scope', '=', the('scope'))
    .where('minute', '=', the('minute')),
);

/** Decrements the counts of waiting pins when one is settled. */
export function countSettled(
  on: Connection,
  { network, wide, overall, lengths }: WaitingScopes,
  expiresAt: number,
): void {
  const minute = minuteOf(expiresAt);
  on.run(settle, { network, wide, overall, minute });
  for (const scope of lengths) on.run(settleUnder, { scope, minute });
}
