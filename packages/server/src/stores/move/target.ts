import type { Keys } from '../../service/ports/keys.ts';
import type { Connection } from '../postgres/connections.ts';
import { checkKeysIn } from '../postgres/key-check.ts';
import { migrateIn } from '../postgres/migrate.ts';
import { migrations } from '../sql/migrations/all.ts';
import type { Move } from '../sqlite/moved.ts';
import { MoveError } from './errors.ts';
import type { Source } from './source.ts';
import { tableNames, tables } from './tables.ts';

/** How many rows are sent at once. */
const atOnce = 500;

/**
 * Makes the tables and sees to it that nobody else works on the database until the transaction is over.
 *
 * @param place what the database is called
 * @throws {MoveError} if somebody does, or it is not empty; OtherKeysError, StoreTooNewError
 */
export async function occupy(connection: Connection, place: string, keys: Pick<Keys, 'codeLookups'>): Promise<void> {
  if (!(await tryLock(connection, 'linkpin: move'))) {
    throw new MoveError(`Another "linkpin move" works on ${place}. Wait for it.`);
  }
  if (!(await tryLock(connection, 'linkpin: leader'))) {
    throw new MoveError(`A service runs on ${place}. Stop it, and begin with an empty database.`);
  }
  await migrateIn(connection, place, migrations.postgres);
  await connection.query({ text: `lock table ${[...tableNames, 'moves'].join(', ')} in exclusive mode` });
  const counted = ['moves', ...tableNames.filter((table) => !isState(table))];
  const text = counted.map((table) => `select '${table}' as filled where exists (select from ${table})`);
  const { rows } = await connection.query({ text: text.join(' union all ') });
  if (rows.length > 0) {
    const filled = rows.map(({ filled: table }) => String(table)).join(', ');
    throw new MoveError(`The database ${place} is not empty: it has rows in ${filled}. Create another and name that.`);
  }
  await checkKeysIn(connection, place, keys);
}

/** Whether a lock is free, which then is held until the transaction is over. */
export async function tryLock(connection: Connection, lock: string): Promise<boolean> {
  const text = 'select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as locked';
  const { rows } = await connection.query({ text, values: [lock] });
  return rows[0]?.['locked'] === true;
}

/** Whether a database has the row of a move. */
export async function hasMove(connection: Connection, id: string): Promise<boolean> {
  const { rows: known } = await connection.query({ text: `select to_regclass('moves') is not null as known` });
  if (known[0]?.['known'] !== true) return false;
  const { rows } = await connection.query({ text: 'select id from moves where id = $1', values: [id] });
  return rows.length > 0;
}

/**
 * Copies everything, and the row of the move with it.
 *
 * @returns how many rows each table has
 * @throws {MoveError} if there are not as many rows as in the file
 */
export async function copy(
  connection: Connection,
  source: Source,
  { id, place }: Pick<Move, 'id' | 'place'>,
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const table of tableNames) {
    if (isState(table)) await connection.query({ text: `delete from ${table}` });
    await copyTable(connection, source, table);
    const { rows } = await connection.query({ text: `select count(*) as rows from ${table}` });
    const [there, here] = [Number(rows[0]?.['rows']), source.count(table)];
    if (there !== here) throw new MoveError(`${table} has ${here} rows in the file and ${there} in the database.`);
    counts.set(table, there);
  }
  await connection.query({ text: 'insert into moves (id, place, is_over) values ($1, $2, 1)', values: [id, place] });
  return counts;
}

async function copyTable(connection: Connection, source: Source, table: string): Promise<void> {
  const { rows: columns } = await connection.query({
    text: `select column_name as name, data_type as type, is_identity = 'YES' as counts
      from information_schema.columns where table_schema = current_schema and table_name = $1 order by ordinal_position`,
    values: [table],
  });
  const names = columns.map(({ name }) => String(name));
  const lost = source.columns(table).filter((name) => !names.includes(name) && !left(table).includes(name));
  if (lost.length > 0) throw new TypeError(`The column ${lost.join(', ')} of ${table} would be lost.`);
  const arrays = columns.map(({ type }, index) => `$${index + 1}::${String(type)}[]`);
  const text = `insert into ${table} (${names.map((name) => `"${name}"`).join(', ')}) select * from unnest(${arrays.join(', ')})`;
  let values: unknown[][] = names.map(() => []);
  const send = async (): Promise<void> => {
    if (values[0]?.length === 0) return;
    const sent = values;
    values = names.map(() => []);
    await connection.query({ text, values: sent });
  };
  for (const row of source.rows(table, names)) {
    names.forEach((name, index) => values[index]?.push(row[name]));
    if (values[0]?.length === atOnce) await send();
  }
  await send();
  const numbered = columns.find(({ counts }) => counts === true);
  const highest = numbered === undefined ? 0 : source.highest(table);
  if (highest === 0) return;
  // The next row has a number that none had before, those included that are gone.
  const next = `select setval(pg_get_serial_sequence($1, $2), $3::bigint)`;
  await connection.query({ text: next, values: [table, numbered?.['name'], highest] });
}

type TableName = keyof typeof tables;
const isState = (table: string): boolean => tables[table as TableName].state === true;
const left = (table: string): readonly string[] => tables[table as TableName].left ?? [];
