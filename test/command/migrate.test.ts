// `linkpin migrate`, on both engines.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { prepareFile } from '../../packages/server/src/stores/sqlite/file.ts';
import { migrate } from '../../packages/server/src/stores/sqlite/migrate.ts';
import { migrations } from '../../packages/server/src/stores/sql/migrations/all.ts';
import { freshDatabase } from '../postgres/shared.ts';
import { environment, run, temporaryFolder } from './linkpin.ts';

const nothing = 'Nothing to do: the tables have the newest form.\n';
const lines = (names: readonly string[]): string => names.map((name) => `${name}\n`).join('');

/** Runs it several times at once. Returns what was printed, sorted. */
async function migrateAtOnce(env: NodeJS.ProcessEnv, times: number): Promise<readonly string[]> {
  const all = await Promise.all(Array.from({ length: times }, () => run(['migrate'], env)));
  for (const { code, stderr } of all) assert.deepEqual([code, stderr], [0, '']);
  return all.map(({ stdout }) => stdout).toSorted();
}

test('of several at once on PostgreSQL one makes all migrations, and the others wait and find nothing to do', async (t) => {
  await using database = await freshDatabase();
  const env = environment(await temporaryFolder(t), { LINKPIN_STORE: database.url });
  assert.deepEqual(await migrateAtOnce(env, 3), [lines(Object.keys(migrations.postgres)), nothing, nothing]);
  assert.equal((await run(['migrate', '--json'], env)).stdout, '{"made":[]}\n');
});

test('of several at once on an old file one makes the missing migrations, and one copy is made first', async (t) => {
  const home = await temporaryFolder(t);
  const data = join(home, 'data');
  const env = environment(home, { LINKPIN_DATA: data });
  const none = await run(['migrate'], env);
  assert.deepEqual([none.code, none.stdout], [1, '']);
  assert.match(none.stderr, /^There is no .*linkpin\.db\. .*\n$/);

  mkdirSync(data);
  const file = join(data, 'linkpin.db');
  const [first, ...others] = Object.entries(migrations.sqlite);
  assert.ok(first);
  prepareFile(file);
  await migrate(file, Object.fromEntries([first]));
  const names = others.map(([name]) => name);
  assert.deepEqual(await migrateAtOnce(env, 3), [lines(names), nothing, nothing]);
  // SQLite leaves its -wal and -shm behind when the last two processes close the file at once.
  const copies = readdirSync(data).filter((name) => !/\.db(-wal|-shm)?$/.test(name));
  assert.deepEqual(copies, [`linkpin.db.before-${names[0]}`]);
});

test('a newer schema is told in one line, and nothing is written', async (t) => {
  await using database = await freshDatabase();
  const home = await temporaryFolder(t);
  const data = join(home, 'data');
  const onPostgres = environment(home, { LINKPIN_STORE: database.url });
  const onFile = environment(home, { LINKPIN_DATA: data });
  await run(['migrate'], onPostgres);
  const newer = `insert into kysely_migration (name, timestamp) values ('9999-tomorrow', '2027-01-01');
    update oldest_reader set migration = '9999-tomorrow'`;
  await database.sql(newer, `delete from kysely_migration where name = '0014-replicas'`);
  await run(['blocks', 'list'], onFile);
  const file = new DatabaseSync(join(data, 'linkpin.db'));
  t.after(async () => file.close());
  file.exec(newer);
  for (const [env, made] of [
    [onPostgres, () => database.sql('select count(*) from kysely_migration')],
    [onFile, async () => String(file.prepare('select count(*) as made from kysely_migration').get()?.['made'])],
  ] as const) {
    const before = await made();
    const refused = await run(['migrate'], env);
    assert.deepEqual([refused.code, refused.stdout], [1, '']);
    assert.match(refused.stderr, /^The store \S+ was made by a newer linkpin \(it has "9999-tomorrow"\)\. .*\n$/);
    assert.equal(await made(), before);
  }
});
