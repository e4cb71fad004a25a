import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test, type TestContext } from 'node:test';
import { freshDatabase } from './shared.ts';
import { createKeys, makeSecretKey } from '../../packages/server/src/tokens/keys.ts';
import { aPin, t0 } from '../../packages/server/src/stores/contract/samples.ts';
import { readPostgresAddress } from '../../packages/server/src/stores/postgres/address.ts';
import { OtherKeysError } from '../../packages/server/src/stores/postgres/errors.ts';
import { migratePostgresStore, openPostgresStore } from '../../packages/server/src/stores/postgres/store.ts';
import { openFor } from './open-for.ts';
import { moveOf, StoreMovedError } from '../../packages/server/src/stores/sqlite/moved.ts';
import { openSqliteStore } from '../../packages/server/src/stores/sqlite/store.ts';
import { folderFor } from '../../packages/server/src/stores/sqlite/temporary.testing.ts';
import { MoveError } from '../../packages/server/src/stores/move/errors.ts';
import { moveStore } from '../../packages/server/src/stores/move/move-store.ts';
import { tableNames, tables } from '../../packages/server/src/stores/move/tables.ts';

const keys = createKeys([makeSecretKey()]);
const now = t0;

/** Text of every kind: what PostgreSQL refuses and what stands for it, what arrays and JSON quote, other writing. */
const kinds = [
  '\0',
  'a\0\u0001b\u00010',
  '',
  'null',
  'NULL',
  '{"a","b"}',
  `it's "so", \\ and \\0`,
  ' \n\t ',
  '日本 📺 é ﷺ',
];

/** A file with rows in every table, and texts of every kind in their columns. */
async function filledFile(context: TestContext): Promise<string> {
  const file = join(folderFor(context), 'linkpin.db');
  await (await openSqliteStore({ file, keys })).close();
  const database = new DatabaseSync(file);
  for (const table of tableNames) {
    const columns = database.prepare('select name, type, pk, "notnull" as needed from pragma_table_info(?)').all(table);
    const isOne = tables[table as keyof typeof tables].state === true || table === 'setup_token';
    database.exec(`delete from ${table}`);
    const add = database.prepare(`insert into ${table} values (${columns.map(() => '?').join(', ')})`);
    const many = isOne ? 1 : table === 'sessions' ? 1234 : kinds.length;
    for (let row = 1; row <= many; row += 1) {
      const text = kinds[row % kinds.length];
      const values = columns.map(({ name, type, pk, needed }) => {
        if (type === 'INTEGER') return isOne ? 1 : table === 'pins' && name === 'ends_at' ? now - row : row;
        if (name === 'body') return JSON.stringify({ text });
        if (pk === 0 && needed === 0 && row % 2 === 0) return null;
        // Unique, as some have to be.
        return `${text}${row}`;
      });
      add.run(...values);
    }
  }
  // What triggers have counted meanwhile.
  database.exec(`delete from accounts where number = ${kinds.length}; delete from events where seq = ${kinds.length}`);
  database.close();
  return file;
}

const move = (file: string, url: string, withKeys = keys) =>
  moveStore({ file, to: readPostgresAddress(url), keys: withKeys, now, waitFor: 0 });

test('every row of every table comes across as it is, and numbers go on where they were', async (context) => {
  await using database = await freshDatabase();
  const file = await filledFile(context);
  const { place, rows } = await move(file, database.url);
  assert.equal(place, `${new URL(database.url).host}/${database.name}`);

  const connections = await openFor(context, database.url);
  const source = new DatabaseSync(file);
  context.after(() => source.close());
  for (const table of tableNames) {
    const { left = [] } = tables[table as keyof typeof tables];
    const here = source.prepare(`select * from ${table}`).all();
    const there = (await connections.query({ text: `select * from ${table}` })).rows;
    assert.equal(rows?.get(table), here.length);
    const sorted = (all: readonly object[]): readonly string[] =>
      all
        .map((row) =>
          JSON.stringify(
            Object.entries(row)
              .filter(([name]) => !left.includes(name))
              .toSorted(([one], [other]) => (one < other ? -1 : 1)),
          ),
        )
        .toSorted();
    assert.deepEqual(sorted(there), sorted(here), table);
  }
  for (const [table, column] of [
    ['accounts', 'number'],
    ['events', 'seq'],
    ['outbox', 'seq'],
  ] as const) {
    const text = `select nextval(pg_get_serial_sequence('${table}', '${column}')) as next`;
    const { rows: answer } = await connections.query({ text });
    assert.equal(answer[0]?.['next'], kinds.length + 1, `${table}: one that is gone has had the number before`);
  }
  await assert.rejects(openSqliteStore({ file, keys }), (error: Error) => {
    assert.ok(error instanceof StoreMovedError);
    assert.equal(
      error.message,
      `${file} was moved to PostgreSQL at ${place}, where everything is now. Name that database with LINKPIN_STORE.`,
    );
    return true;
  });
  await assert.rejects(move(file, database.url), StoreMovedError);
});

test('a store that was moved opens with its keys alone', async (context) => {
  await using database = await freshDatabase();
  const file = join(folderFor(context), 'linkpin.db');
  const before = await openSqliteStore({ file, keys });
  const pin = aPin();
  assert.equal(await before.pins.insert(pin, now), 'ok');
  await before.close();
  await move(file, database.url);
  const address = readPostgresAddress(database.url);
  const other = openPostgresStore({ address, keys: createKeys([makeSecretKey()]), connections: 2 });
  await assert.rejects(other, OtherKeysError);
  const after = await openPostgresStore({ address, keys, connections: 2 });
  const found = await after.pins.byCode(pin.code, now);
  await after.close();
  assert.deepEqual(found, pin);
});

/** Holds that a move is refused in one line, and that neither side has been touched. */
async function refuses(
  file: string,
  { url, sql }: { url: string; sql(text: string): Promise<string> },
  why: RegExp,
  withKeys = keys,
): Promise<void> {
  const tablesThere = `select count(*) from pg_tables where schemaname = 'public'`;
  const before = await sql(tablesThere);
  await assert.rejects(move(file, url, withKeys), (error: Error) => {
    assert.match(error.message, why);
    assert.doesNotMatch(error.message, /\n/);
    return true;
  });
  assert.equal(await sql(tablesThere), before);
  assert.equal(moveOf(file), undefined);
  await (await openSqliteStore({ file, keys })).close();
}

test('what stands in the way is told in one line, and nothing is written', async (context) => {
  await using database = await freshDatabase();
  const file = join(folderFor(context), 'linkpin.db');
  const running = await openSqliteStore({ file, keys });
  await running.pins.insert(aPin(), now);
  await assert.rejects(move(file, database.url), (error: Error) => {
    assert.ok(error instanceof MoveError);
    assert.equal(error.message, `A service or a command works on ${file}. Stop it, then move.`);
    return true;
  });
  await running.close();

  const others = createKeys([makeSecretKey()]);
  await refuses(
    file,
    database,
    /was used with other secret keys: those that are given open none of its codes\.$/,
    others,
  );

  const holder = await openFor(context, database.url);
  for (const [lock, why] of [
    ['linkpin: move', /^Another "linkpin move" works on \S+\. Wait for it\.$/],
    ['linkpin: leader', /^A service runs on \S+\. Stop it, and begin with an empty database\.$/],
  ] as const) {
    const held = await holder.dedicated({ lost: () => {} });
    await held.query({ text: 'select pg_advisory_lock(hashtextextended($1, 0))', values: [lock] });
    await refuses(file, database, why);
    await held.close();
  }
});

test('a database that is used, with rows or other keys, is not moved into', async (context) => {
  const file = join(folderFor(context), 'linkpin.db');
  await (await openSqliteStore({ file, keys })).close();
  const address = (url: string) => readPostgresAddress(url);
  {
    await using database = await freshDatabase();
    const store = await openPostgresStore({ address: address(database.url), keys, connections: 2 });
    await store.pins.insert(aPin(), now);
    await store.close();
    await refuses(
      file,
      database,
      /^The database \S+ is not empty: it has rows in .*\bpins\b.*\. Create another and name that\.$/,
    );
  }
  {
    await using database = await freshDatabase();
    const others = createKeys([makeSecretKey()]);
    await (await openPostgresStore({ address: address(database.url), keys: others, connections: 2 })).close();
    await refuses(file, database, /is used with other secret keys/);
  }
  {
    await using database = await freshDatabase('LATIN1');
    await refuses(file, database, /holds its text in LATIN1/);
  }
  {
    await using database = await freshDatabase();
    await migratePostgresStore({ address: address(database.url) });
    await database.sql(
      `insert into kysely_migration (name, timestamp) values ('9999-tomorrow', '2027-01-01')`,
      `update oldest_reader set migration = '9999-tomorrow'`,
    );
    await refuses(file, database, /was made by a newer linkpin/);
  }
});
