import type { Keys } from '../../service/ports/keys.ts';
import type { Connection, Connections } from './connections.ts';
import { OtherKeysError } from './errors.ts';
import type { Queryable } from './postgres-sql.ts';

/** What keys are told by. No code is like it. */
const asked = 'linkpin: which keys are these?';

/**
 * Refuses keys that are others than those of the processes on this database: what one sealed another could not open. Who
 * has the newest key of all may add newer ones, and leave out older ones, which are forgotten.
 *
 * @param database what it is called
 * @throws OtherKeysError
 */
export async function checkKeys(
  connections: Pick<Connections, 'transaction'>,
  database: string,
  keys: Pick<Keys, 'codeLookups'>,
): Promise<void> {
  await connections.transaction((connection) => checkKeysIn(connection, database, keys));
}

/** The same in a transaction that has begun. */
export async function checkKeysIn(
  connection: Connection,
  database: string,
  keys: Pick<Keys, 'codeLookups'>,
): Promise<void> {
  await connection.query({ text: `select pg_advisory_xact_lock(hashtextextended('linkpin: keys', 0))` });
  const known = await refuseOtherKeys(connection, database, keys);
  const own = keys.codeLookups(asked);
  const added = own.filter((print) => !known.includes(print)).toReversed();
  const gone = known.filter((print) => !own.includes(print));
  await connection.query({ text: 'insert into key_prints (print) select unnest($1::text[])', values: [added] });
  await connection.query({ text: 'delete from key_prints where print = any($1::text[])', values: [gone] });
}

/**
 * The same, without adding anything.
 *
 * @returns the prints of the keys that the database knows
 * @throws OtherKeysError
 */
export async function refuseOtherKeys(
  on: Queryable,
  database: string,
  keys: Pick<Keys, 'codeLookups'>,
): Promise<readonly string[]> {
  const { rows } = await on.query({ text: 'select print from key_prints order by seq' });
  const known = rows.map(({ print }) => String(print));
  const newest = known.at(-1);
  if (newest !== undefined && !keys.codeLookups(asked).includes(newest)) throw new OtherKeysError(database);
  return known;
}
