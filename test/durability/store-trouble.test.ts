// A service whose store is locked by another program, or on a full disk.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createKeys, openSqliteStore } from '@linkpin/server';
import { folderFor } from '../../packages/server/src/stores/sqlite/temporary.testing.ts';
import { passes } from '../../packages/server/src/stores/sqlite/errors.ts';
import { ask } from '../plex/asking.ts';
import { testKeys } from '../harness/dependencies.ts';
import { createHarness } from '../harness/service.ts';
import { askBefore, expectService, expectTrouble } from './store-trouble.ts';

test('a store that another program has locked: 503 with Retry-After in each protocol, then service again', async (context) => {
  const file = join(folderFor(context), 'linkpin.db');
  const harness = createHarness('locked', { store: await openSqliteStore({ file, keys: createKeys(testKeys) }) });
  context.after(() => harness.service.close());
  await harness.person('ada');
  const before = await askBefore(harness);
  const other = new DatabaseSync(file);
  other.exec('begin immediate');
  await expectTrouble(harness, before);
  other.exec('rollback');
  other.close();
  await expectService(harness);
});

test('one request to a store that is locked is told to come again', async (context) => {
  const file = join(folderFor(context), 'linkpin.db');
  const harness = createHarness('locked once', { store: await openSqliteStore({ file, keys: createKeys(testKeys) }) });
  context.after(() => harness.service.close());
  const other = new DatabaseSync(file);
  other.exec('begin immediate');
  const answer = await ask(harness, 'POST', '/api/v2/pins', { headers: { 'x-plex-client-identifier': 'tv' } });
  other.exec('rollback');
  other.close();
  assert.equal(answer.status, 503, answer.text);
  assert.match(answer.headers.get('retry-after') ?? '', /^\d+$/);
});

test('a store on a full disk: 503 with Retry-After in each protocol, then service again', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-full-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const mountable = [['-m'], ['-r', '-m']].find(
    (flags) => spawnSync('unshare', [...flags, 'mount', '-t', 'tmpfs', 'linkpin', folder]).status === 0,
  );
  if (mountable === undefined) return context.diagnostic('no mount is allowed here: see full-disk.test.ts');
  const child = fileURLToPath(new URL('full-service.ts', import.meta.url));
  const script = 'mount -t tmpfs -o size=4m linkpin "$0" && exec "$1" --conditions=linkpin-source "$2" "$0"';
  execFileSync('unshare', [...mountable, 'sh', '-c', script, folder, process.execPath, child], { stdio: 'pipe' });
});

test('what is about the lock or the disk passes, and nothing else does', (context) => {
  const file = join(folderFor(context), 'one.db');
  const database = new DatabaseSync(file);
  const caught = (sql: string): unknown => {
    try {
      database.exec(sql);
    } catch (error) {
      return error;
    }
    return undefined;
  };
  database.exec('create table one (name text primary key); pragma max_page_count = 1');
  assert.equal(passes(caught(`insert into one values ('${'x'.repeat(100_000)}')`)), true);
  database.exec("insert into one values ('a')");
  assert.equal(passes(caught("insert into one values ('a')")), false);
  assert.equal(passes(caught('select * from two')), false);
  assert.equal(passes(new Error('no errcode')), false);
  assert.equal(passes(undefined), false);
  database.close();
});
