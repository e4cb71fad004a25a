// Each step between two versions: a store as it was after each migration, filled with what a service keeps, is upgraded. And the
// way back from a version that only adds to the tables, and from one that does not.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  createKeys,
  createService,
  migratePostgresStore,
  migrateSqliteStore,
  openPostgresStore,
  openSqliteStore,
  readPostgresAddress,
  type Service,
  type Store,
} from '@linkpin/server';
import { Client } from 'pg';
import { Connections } from '../../packages/server/src/stores/postgres/connections.ts';
import { migrate as migratePostgres } from '../../packages/server/src/stores/postgres/migrate.ts';
import { migrations } from '../../packages/server/src/stores/sql/migrations/all.ts';
import { prepareFile } from '../../packages/server/src/stores/sqlite/file.ts';
import { migrate as migrateSqlite } from '../../packages/server/src/stores/sqlite/migrate.ts';
import { testKeys } from '../harness/dependencies.ts';
import { Person } from '../harness/person.ts';
import { freshDatabase } from '../postgres/shared.ts';
import { until } from '../support/until.ts';
import { addUser, environment, password, root, run, serveAgain, temporaryFolder } from './linkpin.ts';
import { waitingDevices, type WaitingDevice } from './waiting-device.ts';

const keys = createKeys(testKeys);

/** Serves a store; nothing else is told apart. */
async function served<Value>(store: Store, work: (url: string, service: Service) => Promise<Value>): Promise<Value> {
  const service = createService({ keys: testKeys, store, settings: { port: 0, logLevel: 'silent' } });
  try {
    return await work(await service.listen(), service);
  } finally {
    await service.close();
  }
}

/** Ada, and her device. */
const begin = (store: Store): Promise<WaitingDevice> =>
  served(store, async (url, service) => {
    await service.createAccount({ username: 'ada', password });
    const person = new Person(url);
    await person.signIn('ada', password);
    const device = await waitingDevices.plex(url);
    await person.answer(device.code, 'yes');
    await until('the device is linked', async () => (await device.poll(url)) !== null);
    return device;
  });

/** Whether they are still who they were. */
const goOn = (store: Store, device: WaitingDevice, has: { people: boolean; devices: boolean }): Promise<void> =>
  served(store, async (url, service) => {
    if (has.people) assert.equal((await new Person(url).signIn('ada', password)).path, '/link');
    if (has.devices) assert.ok(await device.isSignedIn(url), 'the device is linked');
    if (!has.people) await service.createAccount({ username: 'ada', password });
    const person = new Person(url);
    await person.signIn('ada', password);
    const next = await waitingDevices.plex(url);
    await person.answer(next.code, 'yes');
    await until('another device is linked', async () => (await next.poll(url)) !== null);
  });

/** The migrations up to each, and what is kept by then. */
function stepsOf(engine: 'sqlite' | 'postgres') {
  const all = Object.entries(migrations[engine]);
  return all.map(([name], index) => ({
    name,
    upTo: Object.fromEntries(all.slice(0, index + 1)),
    has: { people: index >= 1, devices: index >= 2 },
  }));
}

describe('a file, from each version to this one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-upgrade-'));
  const whole = join(folder, 'whole.db');
  let device: WaitingDevice;
  before(async () => {
    device = await begin(await openSqliteStore({ file: whole, keys }));
  });
  after(() => rmSync(folder, { recursive: true }));

  const schemaOf = (file: string): readonly string[] => {
    const database = new DatabaseSync(file);
    const rows = database.prepare('select name, sql from sqlite_schema where sql is not null order by name').all();
    database.close();
    return rows.map(({ name, sql }) => `${String(name)}: ${String(sql)}`);
  };

  /** Copies what both have. */
  function fill(file: string): void {
    const database = new DatabaseSync(file);
    const columns = (schema: string, table: string): readonly string[] =>
      database
        .prepare(`select name from pragma_table_info('${table}', '${schema}')`)
        .all()
        .map(({ name }) => String(name));
    database.exec(`attach '${whole}' as whole`);
    const tables = database
      .prepare(`select name from main.sqlite_schema where type = 'table' and name not like '%sqlite%'`)
      .all();
    for (const { name } of tables) {
      const table = String(name);
      if (table.startsWith('kysely')) continue;
      const known = columns('whole', table);
      const both = columns('main', table)
        .filter((column) => known.includes(column))
        .join(', ');
      if (both !== '')
        database.exec(`insert or replace into main.${table} (${both}) select ${both} from whole.${table}`);
    }
    database.close();
  }

  for (const { name, upTo, has } of stepsOf('sqlite')) {
    it(`after ${name}`, async () => {
      const file = join(folder, `${name}.db`);
      prepareFile(file);
      await migrateSqlite(file, upTo);
      fill(file);
      const made = await migrateSqliteStore(file);
      assert.deepEqual([...Object.keys(upTo), ...made], Object.keys(migrations.sqlite));
      assert.deepEqual(schemaOf(file), schemaOf(whole));
      await goOn(await openSqliteStore({ file, keys }), device, has);
    });
  }
});

describe('a database, from each version to this one', () => {
  let whole: Awaited<ReturnType<typeof freshDatabase>>;
  let device: WaitingDevice;
  before(async () => {
    whole = await freshDatabase();
    device = await begin(await openPostgresStore({ address: readPostgresAddress(whole.url), keys }));
  });
  after(() => whole[Symbol.asyncDispose]());

  const columnsQuery = `select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '')
    from information_schema.columns where table_schema = 'public' order by 1`;
  const indexQuery = `select indexdef from pg_indexes where schemaname = 'public' order by 1`;

  /** Numbers that the database gives go on after those that were copied. */
  async function goOnCounting(client: Client, table: string): Promise<void> {
    const { rows } = await client.query<{ name: string }>(
      `select column_name::text as name from information_schema.columns
       where table_schema = 'public' and table_name = $1 and is_identity = 'YES'`,
      [table],
    );
    for (const { name } of rows) {
      await client.query(
        `select setval(pg_get_serial_sequence('${table}', '${name}'), coalesce(max("${name}"), 0) + 1) from ${table}`,
      );
    }
  }

  /** Copies what both have. */
  async function fill(url: string): Promise<void> {
    const [from, to] = [new Client(whole.url), new Client(url)];
    await Promise.all([from.connect(), to.connect()]);
    try {
      const columns = async (client: Client): Promise<ReadonlyMap<string, readonly string[]>> => {
        const { rows } = await client.query<{ table: string; columns: string[] }>(
          `select table_name as table, array_agg(column_name::text) as columns from information_schema.columns
           where table_schema = 'public' and table_name not like 'kysely%' group by table_name`,
        );
        return new Map(rows.map((row) => [row.table, row.columns]));
      };
      const known = await columns(from);
      for (const [table, own] of await columns(to)) {
        const shared = own.filter((column) => known.get(table)?.includes(column));
        const both = shared.map((column) => `"${column}"`).join(', ');
        if (both === '') continue;
        const { rows } = await from.query<{ all: unknown }>(
          `select coalesce(json_agg(t), '[]') as all from ${table} t`,
        );
        await to.query(`delete from ${table}`);
        await to.query(
          `insert into ${table} (${both}) overriding system value
           select ${both} from json_populate_recordset(null::${table}, $1::json)`,
          [JSON.stringify(rows[0]?.all)],
        );
        await goOnCounting(to, table);
      }
    } finally {
      await Promise.all([from.end(), to.end()]);
    }
  }

  for (const { name, upTo, has } of stepsOf('postgres')) {
    it(`after ${name}`, async () => {
      await using database = await freshDatabase();
      const address = readPostgresAddress(database.url);
      const connections = await Connections.open(address, { most: 1 });
      await migratePostgres(connections, address.database, upTo);
      await connections.close();
      await fill(database.url);
      const made = await migratePostgresStore({ address });
      assert.deepEqual([...Object.keys(upTo), ...made], Object.keys(migrations.postgres));
      for (const query of [columnsQuery, indexQuery]) assert.equal(await database.sql(query), await whole.sql(query));
      await goOn(await openPostgresStore({ address, keys }), device, has);
    });
  }
});

/** Makes the program one with a migration more. */
const newer = (more: string): string => `
const { migrations } = await import(${JSON.stringify(pathToFileURL(join(root, 'packages/server/dist/stores/sql/migrations/all.js')).href)});
migrations.sqlite['9998-more'] = {
  async up(db) {
    await db.schema.createTable('more').addColumn('id', 'text').execute();
    ${more}
  },
};`;

test('the way back from a version that only adds is the old program, on the same file', async (t) => {
  const home = await temporaryFolder(t);
  const data = join(home, 'data');
  const env = environment(home);
  await addUser({ data, env }, 'ada');
  writeFileSync(join(home, 'newer.mjs'), newer(''));
  const upgraded = await run(['migrate', '--data', data], {
    ...env,
    NODE_OPTIONS: `--import ${join(home, 'newer.mjs')}`,
  });
  assert.equal(upgraded.stdout, '9998-more\n', upgraded.stderr);
  await addUser({ data, env }, 'ben');
  const back = await serveAgain(t, { data, env });
  for (const name of ['ada', 'ben']) assert.equal((await new Person(back.url).signIn(name, password)).path, '/link');
});

test('the way back from a version that changes is the file as it was, which the upgrade kept', async (t) => {
  const home = await temporaryFolder(t);
  const data = join(home, 'data');
  const env = environment(home);
  await addUser({ data, env }, 'ada');
  const breaking = `await db.updateTable('oldest_reader').set({ migration: '9998-more' }).execute();`;
  writeFileSync(join(home, 'newer.mjs'), newer(breaking));
  await run(['migrate', '--data', data], { ...env, NODE_OPTIONS: `--import ${join(home, 'newer.mjs')}` });
  const before = readFileSync(join(data, 'linkpin.db'));
  const refused = await run(['serve', '--port', '0', '--data', data], env);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /was made by a newer linkpin \(it has "9998-more"\)/);
  assert.ok(before.equals(readFileSync(join(data, 'linkpin.db'))));

  const kept = join(data, 'linkpin.db.before-9998-more');
  const restored = await run(['restore', kept, '--data', data], env);
  assert.equal(restored.code, 0, restored.stderr);
  const back = await serveAgain(t, { data, env });
  assert.equal((await new Person(back.url).signIn('ada', password)).path, '/link');
});
