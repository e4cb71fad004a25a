import { minuteOf } from '../../domain/issue-limits.ts';
import { countsOf } from '../../domain/statistics.ts';
import { makesRoom, waitingScopes } from '../../domain/live-counts.ts';
import type { ChangedPin } from '../sql/writes/pins.ts';
import type { Query } from './server-connection.ts';
import { asJson } from './json.ts';

/**
 * The change of a pin in one statement, so that no lock on its row waits for this process: the row if it has its version
 * still, the note for those who remember it, the places that it frees, what the audit log says, and what that
 * counts as.
 */
const text = `
with old as (select key, waits from pins where key = $1 and version = $2 for update),
  changed as (
    update pins set version = $3, ends_at = $4, waits = $5, state = $6, body = $7
      from old where pins.key = old.key
      returning old.waits as waited
  ),
  noted as (insert into pin_changes (pin) select $1 from changed),
  freed as (
    insert into freed_places (scope, minute) select scope, $8 from changed, unnest($9::text[]) as scope where waited = 1
  ),
  entries as (
    insert into events (
      id, kind, at, account, pin, dialect, client, device, address, country, fact, count, is_bundle, is_cut, bundle, done_by
    ) select entry.* from changed, json_to_recordset($10::json) as entry(
      id text, kind text, at bigint, account text, pin text, dialect text, client text, device text, address text,
      country text, fact text, count bigint, is_bundle bigint, is_cut bigint, bundle text, done_by text
    )
    on conflict (bundle) where bundle is not null do update set count = events.count + excluded.count
  ),
  counts as (
    insert into hourly_counts (hour, what, shard, count)
      select hour, what, pg_backend_pid() % 32, count
        from changed, json_to_recordset($12::json) as counted(hour bigint, what text, count bigint)
    on conflict (hour, what, shard) do update set count = hourly_counts.count + excluded.count
  )
select case when $11 then set_config('synchronous_commit', 'off', true) end from changed`;

/** @param follows whether a later commit may have it written through, as `durability.ts` says */
export function replacePin(pin: ChangedPin, follows: boolean): Query {
  const { network, wide, overall, lengths } = waitingScopes(pin.counted);
  const freed = makesRoom(true, pin.waits === 1) ? [network, wide, overall, ...lengths] : [];
  return {
    name: 'replace pin',
    text,
    values: [
      pin.key,
      pin.expectedVersion,
      pin.version,
      pin.ends_at,
      pin.waits,
      pin.state,
      pin.body,
      minuteOf(pin.expiresAt),
      freed,
      asJson(pin.entries),
      follows,
      asJson(countsOf(pin.entries)),
    ],
  };
}
