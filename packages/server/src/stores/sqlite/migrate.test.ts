import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { createKeys, makeSecretKey } from '../../tokens/keys.ts';
import { aGrant, aPin, t0 } from '../contract/samples.ts';
import { StoreTooNewError } from '../sql/store-too-new.ts';
import { prepareFile } from './file.ts';
import { migrate } from './migrate.ts';
import { migrations } from '../sql/migrations/all.ts';
import { openSqliteStore } from './store.ts';
import { folderFor } from './temporary.testing.ts';

const keys = createKeys([makeSecretKey()]);
const prints = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');
const listing = (file: string) => readdirSync(dirname(file)).toSorted();
const query = (file: string, sql: string) => {
  const database = new DatabaseSync(file);
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
};

test('a store of a newer schema is refused with one sentence and not a byte of it is touched', async (context) => {
  const file = join(folderFor(context), 'linkpin.db');
  await (await openSqliteStore({ file, keys })).close();
  query(file, `insert into kysely_migration (name, timestamp) values ('9999-tomorrow', '2027-01-01')`);
  query(file, `update oldest_reader set migration = '9999-tomorrow'`);
  const [before, files] = [prints(file), listing(file)];
  await assert.rejects(openSqliteStore({ file, keys }), (error) => {
    assert.ok(error instanceof StoreTooNewError);
    assert.match(error.message, /linkpin\.db was made by a newer linkpin \(it has "9999-tomorrow"\)/);
    return true;
  });
  assert.equal(prints(file), before);
  assert.deepEqual(listing(file), files);
});

test('an older store is first copied, log and all, then migrated', async (context) => {
  const file = join(folderFor(context), 'linkpin.db');
  const { '0001-pins': oldest } = migrations.sqlite;
  assert.ok(oldest);
  prepareFile(file);
  await migrate(file, { '0001-pins': oldest });
  const row = {
    key: 'k',
    dialect: 'plex',
    handle: '7',
    kind: 'weak',
    version: 1,
    ends_at: t0,
    waits: 1,
    code_sealed: '',
    body: '{}',
  };
  const columns = Object.keys(row).join(', ');
  const stands = Object.keys(row)
    .map(() => '?')
    .join(', ');
  const database = new DatabaseSync(file);
  database.prepare(`insert into pins (${columns}) values (${stands})`).run(...Object.values(row));

  // Kept open: the row is still in the WAL, not in the database file.
  const store = await openSqliteStore({ file, keys });
  database.close();
  assert.equal(await store.grants.add(aGrant()), true);
  assert.equal(await store.pins.insert(aPin(), t0), 'ok');
  await store.close();

  const copy = `${file}.before-0002-people`;
  assert.equal(statSync(copy).mode & 0o777, 0o600);
  assert.deepEqual({ ...query(copy, 'select handle from pins')[0] }, { handle: '7' });
  assert.equal(query(copy, `select name from sqlite_schema where name = 'grants'`).length, 0);
  assert.equal(query(file, 'select handle from pins').length, 2);
  assert.deepEqual(listing(copy), ['linkpin.db', 'linkpin.db.before-0002-people']);
});

test('a copy that was cut short is begun again', async (context) => {
  const file = join(folderFor(context), 'linkpin.db');
  const { '0001-pins': oldest } = migrations.sqlite;
  assert.ok(oldest);
  prepareFile(file);
  await migrate(file, { '0001-pins': oldest });
  const copy = `${file}.before-0002-people`;
  writeFileSync(`${copy}.unfinished`, 'half a copy');
  await (await openSqliteStore({ file, keys })).close();
  assert.equal(query(copy, 'select * from kysely_migration').length, 1);
  assert.deepEqual(listing(copy), ['linkpin.db', 'linkpin.db.before-0002-people']);
});

test('a migration that fails half-way leaves the store as it was', async (context) => {
  const file = join(folderFor(context), 'linkpin.db');
  await (await openSqliteStore({ file, keys })).close();
  const bad = {
    up: async (db: Parameters<NonNullable<(typeof migrations.sqlite)[string]>['up']>[0]) => {
      await db.schema.dropTable('grants').execute();
      throw new Error('power cut');
    },
  };
  await assert.rejects(migrate(file, { ...migrations.sqlite, '9999-bad': bad }), /power cut/);
  assert.equal(query(file, `select 1 from sqlite_schema where name = 'grants'`).length, 1);
  await (await openSqliteStore({ file, keys })).close();
});

test('a new store and a store that is up to date are not copied', async (context) => {
  const file = join(folderFor(context), 'linkpin.db');
  for (let time = 0; time < 2; time += 1) await (await openSqliteStore({ file, keys })).close();
  assert.deepEqual(listing(file), ['linkpin.db']);
});

test('a file that is no database is refused and left alone', async (context) => {
  const file = join(folderFor(context), 'linkpin.db');
  writeFileSync(file, 'Dear diary, this is not a database at all.'.repeat(100));
  chmodSync(file, 0o600);
  const before = prints(file);
  await assert.rejects(openSqliteStore({ file, keys }), /not a database/);
  assert.equal(prints(file), before);
});

/** Inserts a row with a value in each column into each empty table, except `moves`, a row in which retires the file. */
function fill(file: string): ReadonlyMap<string, number> {
  const database = new DatabaseSync(file);
  const filled = new Map<string, number>();
  const tables = database
    .prepare(
      `select name from sqlite_schema where type = 'table' and name not like 'kysely%' and name not like 'sqlite%'
       and name <> 'moves'`,
    )
    .all();
  for (const { name } of tables) {
    const table = String(name);
    const count = () => Number(database.prepare(`select count(*) as rows from ${table}`).get()?.['rows']);
    const columns = database.prepare(`select name, type from pragma_table_info(?)`).all(table);
    const values = columns.map(({ name, type }) => (type === 'INTEGER' ? 1 : name === 'body' ? '{"at":1}' : 'pins'));
    const stands = columns.map(() => '?').join(', ');
    if (count() === 0) database.prepare(`insert into ${table} values (${stands})`).run(...values);
    filled.set(table, count());
  }
  database.close();
  return filled;
}

const all = Object.entries(migrations.sqlite);
for (const [index, [name]] of all.slice(0, -1).entries()) {
  test(`a store as ${name} left it is brought to the newest form with its rows, and serves`, async (context) => {
    const file = join(folderFor(context), 'linkpin.db');
    prepareFile(file);
    await migrate(file, Object.fromEntries(all.slice(0, index + 1)));
    const filled = fill(file);
    assert.deepEqual(
      await migrate(file, migrations.sqlite),
      all.slice(index + 1).map(([made]) => made),
    );
    for (const [table, rows] of filled) {
      assert.equal(query(file, `select * from ${table}`).length, rows, table);
    }
    const store = await openSqliteStore({ file, keys });
    assert.equal(await store.pins.insert(aPin(), t0), 'ok');
    await store.close();
  });
}
