import { StoreBusyError } from '../../service/ports/busy.ts';
import type { UsedOnce } from '../../service/ports/used-once.ts';
import type { Queryable } from './postgres-sql.ts';

/** Which history of the database this is; a promotion counts it up. Any role may ask. */
const timeline = `('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::integer`;

/** Used again by whoever used it, or when what stands there is over; nobody is not the same as nobody. */
const use = `
with used as (
  insert into used_once as known (value, used_by, over_at) values ($1, $2, $4)
  on conflict (value) do update set used_by = excluded.used_by, over_at = greatest(known.over_at, excluded.over_at)
    where known.over_at <= $3 or known.used_by = excluded.used_by
  returning value
)
select exists (select from used) as is_used, ${timeline} as timeline`;

const sweep = `
delete from used_once where value in (select value from used_once where over_at <= $1 limit $2)`;

/** What was used just before a promotion may be lost with it. */
const since = `
insert into used_since as known (id, timeline, at) values (1, ${timeline}, (extract(epoch from clock_timestamp()) * 1000)::bigint)
on conflict (id) do update set
  at = case when known.timeline = excluded.timeline then known.at else excluded.at end,
  timeline = excluded.timeline
returning at, timeline`;

/** What may be used once, in a table. */
export class PostgresUsedOnce implements UsedOnce {
  readonly #on: Queryable;
  #since = Number.POSITIVE_INFINITY;
  #timeline: unknown;

  constructor(on: Queryable) {
    this.#on = on;
  }

  async use(value: string, now: number, until: number, user?: string): Promise<boolean> {
    const { rows } = await this.#on.query({ name: 'use once', text: use, values: [value, user, now, until] });
    if (rows[0]?.['timeline'] !== this.#timeline) {
      // Whether it was made before the promotion was judged without knowing of it: it has to be made anew. To say that it was
      // used would end the sign-in of a device that has done nothing wrong.
      await this.findSince();
      throw new StoreBusyError('Another primary has taken over: what was used just before may be used again.');
    }
    return rows[0]?.['is_used'] === true;
  }

  async sweep(before: number, limit: number): Promise<number> {
    return (await this.#on.query({ name: 'sweep used once', text: sweep, values: [before, limit] })).rowCount;
  }

  get since(): number {
    return this.#since;
  }

  /** Finds out, or notes, since when nothing is missing. To be called at the beginning and whenever the server is another. */
  async findSince(): Promise<void> {
    const { rows } = await this.#on.query({ name: 'used since', text: since });
    this.#since = Number(rows[0]?.['at']);
    this.#timeline = rows[0]?.['timeline'];
  }
}
