import { minuteOf } from '../../domain/issue-limits.ts';
import { overallScope } from '../../domain/live-counts.ts';
import { hourOf, type HourlyCount, type Measure } from '../../domain/statistics.ts';
import type { Statistics } from '../../service/ports/statistics.ts';
import type { Sql } from './sql.ts';
import { statement } from './statement.ts';
import type { Writer } from './writer.ts';

const since = statement<{ from: number }>()((db, the) =>
  db
    .selectFrom('hourly_counts')
    .select((row) => ['hour', 'what', row.fn.sum<number>('count').as('count')])
    .where('hour', '>=', the('from'))
    .groupBy(['hour', 'what']),
);

const waiting = statement<{ scope: string; minute: number }>()((db, the, words) =>
  db
    .selectFrom('pin_counts')
    .select((row) => [
      row.fn.sum<number | null>('waiting').as('counted'),
      words.freedPlaces(the('scope'), the('minute')).as('freed'),
    ])
    .where('scope', '=', the('scope'))
    .where('minute', '>=', the('minute')),
);

/** Counts by the hour in an SQL database. */
export class SqlStatistics implements Statistics {
  readonly #reader: Sql;
  readonly #writer: Writer;

  constructor(reader: Sql, writer: Writer) {
    this.#reader = reader;
    this.#writer = writer;
  }

  async since(from: number): Promise<readonly HourlyCount[]> {
    return await this.#reader.all(since, { from });
  }

  async waiting(now: number): Promise<number> {
    const row = await this.#reader.get(waiting, { scope: overallScope, minute: minuteOf(now) });
    return Math.max(0, (row?.counted ?? 0) - (row?.freed ?? 0));
  }

  async noteMost(what: Measure, at: number, count: number): Promise<void> {
    await this.#writer.write('raiseCount', { hour: hourOf(at), what, count });
  }

  async sweep(before: number, limit: number): Promise<number> {
    return this.#writer.write('sweepCounts', { before, limit });
  }
}
