// Fills the audit log of a store faster than by requests: copies the last entry in SQL, a second apart each.
import { DatabaseSync } from 'node:sqlite';

/**
 * @param file of a store that nobody has open and whose audit log is not empty
 * @param count of entries to add
 */
export function fillAuditLog(file, count) {
  const database = new DatabaseSync(file);
  // No durability needed: the data can be recreated, and the store restores these settings.
  database.exec('pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -400000');
  const model = database.prepare('select * from events order by seq desc limit 1').get();
  const last = Number(model.seq);
  const own = {
    seq: `${last} + number`,
    id: `printf('copy%018d', number)`,
    at: `at - number * 1000`,
    bundle: 'null',
  };
  const columns = Object.keys(model);
  database.exec(
    `with recursive numbers(number) as (select 1 union all select number + 1 from numbers where number < ${count})
     insert into events (${columns.join()}) select ${columns.map((column) => own[column] ?? column).join()}
     from numbers, (select * from events where seq = ${last})`,
  );
  database.exec('pragma journal_mode = wal');
  database.close();
}
