// Fills a store with pending pins faster than by requests: requests one and copies it in SQL.
import { DatabaseSync } from 'node:sqlite';

/** Plex ids of the copies start after this, where a service is unlikely to have drawn one. */
export const firstHandle = 1_000_000_000;

/**
 * @param file of a store that nobody has open and that holds exactly one plex pin
 * @param count of pins to add; they live for another day
 */
export function fillPins(file, count) {
  const database = new DatabaseSync(file);
  // No durability needed: the data can be recreated, and the store restores these settings.
  database.exec('pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -400000');
  const model = database.prepare('select * from pins').get();
  const endsAt = Date.now() + 24 * 60 * 60 * 1000;
  const own = {
    key: `printf('copy%018d', number)`,
    handle: `${firstHandle} + number`,
    code_hash: `printf('%043d', number)`,
    ends_at: `${endsAt}`,
    body: `json_set(body, '$.expiresAt', ${endsAt})`,
  };
  const columns = Object.keys(model);
  database.exec(
    `with recursive numbers(number) as (select 1 union all select number + 1 from numbers where number < ${count})
     insert into pins (${columns.join()}) select ${columns.map((column) => own[column] ?? column).join()}
     from numbers, (select * from pins limit 1)`,
  );
  database.exec('pragma journal_mode = wal');
  database.close();
}
