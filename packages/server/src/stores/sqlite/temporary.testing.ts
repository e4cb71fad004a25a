import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { after, type TestContext } from 'node:test';
import type { Store } from '../../service/ports/store.ts';
import { createKeys, makeSecretKey } from '../../tokens/keys.ts';
import { openSqliteStore } from './store.ts';

/** A temporary folder, removed after the test. */
export function folderFor(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Shares one store between the tests of a file, because opening one takes longer than a test.
 *
 * @returns a function that empties and returns the store, for one test at a time; `close` does nothing
 */
export function emptyStores(): () => Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-'));
  const file = join(folder, 'linkpin.db');
  let opened: Promise<Store> | undefined;
  after(async () => {
    await (await opened)?.close();
    rmSync(folder, { recursive: true });
  });
  let fresh: ReadonlyMap<string, readonly Row[]> | undefined;
  return async () => {
    opened ??= openSqliteStore({ file, keys: createKeys([makeSecretKey()]) });
    const store = await opened;
    const database = new DatabaseSync(file, { timeout: 5000 });
    fresh ??= new Map(tablesOf(database).map((table) => [table, rowsOf(database, table)]));
    for (const table of fresh.keys()) database.exec(`delete from ${table}`);
    for (const [table, rows] of fresh) for (const row of rows) insert(database, table, row);
    // Simulates more changed pins than are listed, so that the store clears its caches too.
    database.exec(
      `insert into changes values ('pins', random() % 1000000000000), ('clients', random() % 1000000000000)`,
    );
    database.close();
    return { ...store, close: async () => {} };
  };
}

type Row = Record<string, SQLOutputValue>;

const tablesOf = (database: DatabaseSync): readonly string[] =>
  database
    .prepare(`select name from sqlite_schema where type = 'table' and name not like 'kysely%'`)
    .all()
    .map(({ name }) => String(name));

const rowsOf = (database: DatabaseSync, table: string): readonly Row[] =>
  database.prepare(`select * from ${table}`).all();

function insert(database: DatabaseSync, table: string, row: Row): void {
  const stands = Object.keys(row).map(() => '?');
  database.prepare(`insert into ${table} values (${stands.join(', ')})`).run(...Object.values(row));
}
