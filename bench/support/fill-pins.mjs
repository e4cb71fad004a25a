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
  const endsAt = Date.now() + 24 * 60 * 60 * 1000;
  const body = JSON.parse(database.prepare('select body from pins').get().body);
  database
    .prepare(
      `with recursive numbers(number) as (select 1 union all select number + 1 from numbers where number < ?)
       insert into pins (key, dialect, handle, kind, version, ends_at, code_hash, code_sealed, body)
       select printf('copy%018d', number), 'plex', ${firstHandle} + number, 'weak', 1, ?, printf('%043d', number),
         (select code_sealed from pins where handle < ${firstHandle} limit 1), ? from numbers`,
    )
    .run(count, endsAt, JSON.stringify({ ...body, expiresAt: endsAt }));
  database.exec('pragma journal_mode = wal');
  database.close();
}
