import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Connection } from '../../packages/server/src/stores/sqlite/connection.ts';
import { commitTogether } from '../../packages/server/src/stores/sqlite/group-commit.ts';

/** The ways to a mount of one's own: as root, or as anybody where the kernel allows it. */
const namespaces = [['-m'], ['-r', '-m']];

const mountable = namespaces.find(
  (flags) => spawnSync('unshare', [...flags, 'mount', '-t', 'tmpfs', 'linkpin', tmpdir()]).status === 0,
);

test('on a full disk writes fail, reads go on, and writes work again once there is room', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-disk-'));
  context.after(() => rmSync(folder, { recursive: true }));
  if (mountable === undefined) {
    context.diagnostic('no mount is allowed here: a file that may not grow stands in for the disk');
    await growthRefused(folder);
    return;
  }
  const child = fileURLToPath(new URL('small-disk.ts', import.meta.url));
  const script = 'mount -t tmpfs -o size=4m linkpin "$0" && exec "$1" "$2" "$0"';
  const said = execFileSync('unshare', [...mountable, 'sh', '-c', script, folder, process.execPath, child]);
  context.diagnostic(said.toString().trim());
});

test('a file that may not grow fails who needs room, serves who needs none, and recovers', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-pages-'));
  context.after(() => rmSync(folder, { recursive: true }));
  await growthRefused(folder);
});

/** The same promises without a mount: SQLite itself refuses to let the file grow, with the error of a full disk. */
async function growthRefused(folder: string): Promise<void> {
  const database = new DatabaseSync(join(folder, 'things.db'));
  database.exec('pragma journal_mode = wal; create table things (name text primary key, body text)');
  const connection = new Connection(database);
  const insert = (name: string, length: number) => () =>
    connection.do(`insert into things values ('${name}', '${'x'.repeat(length)}')`);
  const names = () =>
    database
      .prepare('select name from things order by name')
      .all()
      .map(({ name }) => name);
  const answers = async (work: (() => void)[]) =>
    (await commitTogether(connection, work, true)).map((outcome) => ('done' in outcome ? 'done' : outcome.failed));

  assert.deepEqual(await answers([insert('a', 10)]), ['done']);
  database.exec('pragma max_page_count = 1');
  const mixed = await answers([insert('b', 10), insert('big', 100_000), insert('c', 10)]);
  assert.deepEqual(mixed, ['done', 'database or disk is full', 'done']);
  assert.deepEqual(names(), ['a', 'b', 'c']);
  database.exec('pragma max_page_count = 1000000');
  assert.deepEqual(await answers([insert('big', 100_000)]), ['done']);
  assert.deepEqual(names(), ['a', 'b', 'big', 'c']);
  connection.close();
}
