import { sql, type Kysely } from '#kysely';
import type { Migration } from '#kysely/migration';

/**
 * What many processes on one PostgreSQL need beside the tables that every engine has:
 *
 * - `pin_changes`: which pins changed, by the transaction that did it. Whoever reads all rows from the oldest transaction on
 *   that was running at the last look misses none; a sequence would, because transactions do not end in the order in which
 *   they begin.
 * - `freed_places`: places that settled pins gave up. They are counted out by the next statement that adds pins: a settled
 *   pin that changed a count itself would wait for all others that do.
 * - `key_prints`: what tells the secret keys of all processes apart from others, the newest last.
 * - `used_once`: nonces and ids of proofs for which something was given out, until they are too old to be good anyway.
 * - `used_since`: since when none of them is missing, and on which timeline: a promotion may lose the last ones.
 * - `insert_pins` adds pins under one lock, which it holds for no longer than itself. The core has judged; here the counts
 *   are only compared with the ranges for which its yes holds. Each answer tells the counts as they are.
 * - `take_budgets` likewise takes one of each of some limits, or none, and `settle_budgets` moves it elsewhere or gives it back.
 *
 * Functions keep the plans of their first calls, when the tables are empty: without these settings they would go on reading
 * whole tables as they grow, and compile a statement each time that the planner thinks little of.
 */
export const replicas: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql`
      create table pin_changes (
        xid xid8 not null default pg_current_xact_id(),
        pin text collate "C",
        at timestamptz not null default clock_timestamp()
      )`.execute(db);
    await sql`create index pin_changes_xid on pin_changes (xid)`.execute(db);
    await sql`create index pin_changes_at on pin_changes (at)`.execute(db);
    await sql`create table freed_places (scope text collate "C" not null, minute bigint not null)`.execute(db);

    await sql`
      create table key_prints (
        seq bigint generated always as identity, print text collate "C" primary key
      )`.execute(db);

    await sql`
      create table used_once (value text collate "C" primary key, used_by text collate "C", over_at bigint not null)`.execute(
      db,
    );
    await sql`create index used_once_over on used_once (over_at)`.execute(db);
    await sql`
      create table used_since (
        id integer primary key check (id = 1), timeline integer not null, at bigint not null
      )`.execute(db);

    await sql`
      create function insert_pins(new_pins json) returns json language plpgsql set enable_seqscan = off set jit = off as $$
      declare
        asked json;
        known record;
        counted json;
        said text;
        answers json[] := '{}';
      begin
        perform pg_advisory_xact_lock(hashtextextended('linkpin: new pins', 0));
        with freed as (delete from freed_places returning scope, minute),
          sums as (select scope, minute, count(*) as places from freed group by scope, minute)
        update pin_counts set waiting = greatest(waiting - places, 0)
          from sums where pin_counts.scope = sums.scope and pin_counts.minute = sums.minute;

        for asked in select value from json_array_elements(new_pins) loop
          select coalesce(json_object_agg(scope, json_build_array(codes, waiting, first)), '{}') into counted from (
            select scope, sum(codes) as codes, sum(waiting) as waiting, min(minute) filter (where codes > 0) as first
            from pin_counts
            where scope = any(array(select json_array_elements_text(asked -> 'scopes'))) and minute >= (asked ->> 'minute')::bigint
            group by scope
          ) as tallies;

          select key, ends_at into known from pins
            where dialect = asked #>> '{row,dialect}' and handle = asked #>> '{row,handle}';
          said := case
            when known.ends_at > (asked ->> 'restsSince')::bigint then 'public-id-taken'
            when exists (
              select from pins where code_hash = any(array(select json_array_elements_text(asked -> 'lookups')))
                and ends_at > (asked ->> 'now')::bigint
            ) then 'code-taken'
            when exists (
              select from json_to_recordset(asked -> 'bounds') as bound(scope text, member integer, least numeric, below numeric)
              where coalesce((counted -> scope ->> member)::numeric, 0) < coalesce(least, 0)
                or coalesce((counted -> scope ->> member)::numeric, 0) >= below
            ) then 'other-counts'
            else 'ok'
          end;

          if said = 'ok' then
            update pins set code_hash = null
              where code_hash = any(array(select json_array_elements_text(asked -> 'lookups')));
            delete from pins where key = known.key;
            insert into pins (
                key, dialect, handle, kind, version, ends_at, waits, code_hash, code_sealed, client_id, address, state, body
              ) select
                key, dialect, handle, kind, version, ends_at, waits, code_hash, code_sealed, client_id, address, state, body
              from json_populate_record(null::pins, asked -> 'row');
            insert into pin_counts (scope, minute, codes, waiting)
              select scope, (asked ->> 'expires')::bigint, count(*), count(*) * (asked #>> '{row,waits}')::bigint
              from json_array_elements_text(asked -> 'counted') as scope group by scope
              on conflict (scope, minute) do update
                set codes = pin_counts.codes + excluded.codes, waiting = pin_counts.waiting + excluded.waiting;
          end if;
          answers := answers || json_build_object('said', said, 'counts', counted);
        end loop;
        return array_to_json(answers);
      end $$`.execute(db);

    await sql`
      create function take_budgets(limits json) returns json language plpgsql set enable_seqscan = off set jit = off as $$
      declare
        spent json;
        is_full boolean;
      begin
        perform pg_advisory_xact_lock(lock) from (
          select distinct hashtextextended('linkpin: budget ' || (value ->> 'key'), 0) as lock
          from json_array_elements(limits) order by 1
        ) as locks;
        select json_agg(coalesce(slots, '[]') order by ordinal),
            bool_or(coalesce(total, 0) + (one ->> 'taken')::bigint >= (one ->> 'limit')::bigint)
          into spent, is_full
          from json_array_elements(limits) with ordinality as limited(one, ordinal)
          left join lateral (
            select json_agg(json_build_object('overAt', over_at, 'spent', budgets.spent)) as slots, sum(budgets.spent) as total
            from budgets
            where key = one ->> 'key' and period = (one ->> 'period')::bigint and over_at > (one ->> 'now')::bigint
          ) as counted on true;
        if is_full then return spent; end if;
        insert into budgets (key, period, slot, spent, over_at)
          select one ->> 'key', (one ->> 'period')::bigint, (one ->> 'slot')::bigint, count(*), max((one ->> 'over_at')::bigint)
          from json_array_elements(limits) as one group by 1, 2, 3
          on conflict (key, period, slot) do update set spent = budgets.spent + excluded.spent;
        return null;
      end $$`.execute(db);

    await sql`
      create function settle_budgets(taken json, instead json) returns void language plpgsql set enable_seqscan = off set jit = off as $$
      begin
        perform pg_advisory_xact_lock(lock) from (
          select distinct hashtextextended('linkpin: budget ' || (value ->> 'key'), 0) as lock
          from json_array_elements(taken) order by 1
        ) as locks;
        update budgets set spent = spent - settled.times
          from (
            select one ->> 'key' as key, (one ->> 'period')::bigint as period, (one ->> 'slot')::bigint as slot, count(*) as times
            from json_array_elements(taken) as one group by 1, 2, 3
          ) as settled
          where budgets.key = settled.key and budgets.period = settled.period and budgets.slot = settled.slot;
        delete from budgets using json_array_elements(taken) as one
          where key = one ->> 'key' and period = (one ->> 'period')::bigint and slot = (one ->> 'slot')::bigint and spent <= 0;
        insert into budgets (key, period, slot, spent, over_at)
          select one ->> 'key', (one ->> 'period')::bigint, (one ->> 'slot')::bigint, count(*), max((one ->> 'over_at')::bigint)
          from json_array_elements(instead) as one group by 1, 2, 3
          on conflict (key, period, slot) do update set spent = budgets.spent + excluded.spent;
      end $$`.execute(db);
  },
};
