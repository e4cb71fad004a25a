// Fills a store with pending pins, quicker than asking for each: one is asked for, and SQL makes the others like it.
import { DatabaseSync } from 'node:sqlite';

/** Handles of the copies begin after this: none that a service would have drawn by then is likely among them. */
export const firstHandle = 1_000_000_000;

/**
 * @param file of a store that nobody has open and that holds exactly one plex pin
 * @param count of pins to add; they live for another day
 */
export function fillPins(file, count) {
  const database = new DatabaseSync(file);
  // Nothing is lost that could not be made again, so nothing waits for the disk; the store turns all this back on.
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
