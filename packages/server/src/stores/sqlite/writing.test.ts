import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test, type TestContext } from 'node:test';
import { createKeys, makeSecretKey } from '../../tokens/keys.ts';
import { aGrant, t0 } from '../contract/samples.ts';
import { Connection, openForWriting } from './connection.ts';
import { isSynced, longestUnsynced } from '../sql/durability.ts';
import { rowOf } from '../sql/grant-rows.ts';
import type { GrantRow } from '../sql/schema.ts';
import { openSqliteStore } from './store.ts';
import { folderFor } from './temporary.testing.ts';
import { Writing } from './writing.ts';
import type { Writes } from '../sql/writes.ts';

/** Lets the synchronous work of due timers finish. */
const done = () => new Promise((resolve) => setImmediate(resolve));

async function aWriting(context: TestContext) {
  const file = join(folderFor(context), 'linkpin.db');
  await (await openSqliteStore({ file, keys: createKeys([makeSecretKey()]) })).close();
  const own = impatient(file);
  const connection = new Connection(own);
  const database = new DatabaseSync(file);
  const writing = new Writing(connection);
  context.mock.timers.enable({ apis: ['setTimeout'] });
  context.after(async () => {
    database.close();
    await writing.close();
  });
  const log = () => readFileSync(`${file}-wal`);
  /** The synchronous level of the last write: 1 is normal, 2 is full. */
  const level = () => own.prepare('pragma synchronous').get()?.['synchronous'];
  return { connection, database, writing, log, level };
}

/** Opens the file without a busy timeout. */
function impatient(file: string): DatabaseSync {
  const database = openForWriting(file);
  database.exec('pragma busy_timeout = 0');
  return database;
}

const spend = {
  name: 'spendBudgets',
  value: { budgetLimits: [{ key: 'guesses', limit: 5, period: 86_400_000 }], at: t0 },
} as const;
const nothing = { name: 'revokeGrant', value: { id: 'no such device', account: 'ada', at: t0 } } as const;

test('what follows is synced after a second by itself, once', async (context) => {
  const { writing, log, level } = await aWriting(context);
  assert.deepEqual(await writing.write([spend]), [{ done: undefined }]);
  assert.equal(level(), 1);
  const before = log();
  context.mock.timers.tick(longestUnsynced);
  await done();
  assert.equal(level(), 2);
  const after = log();
  assert.notDeepEqual(after, before);
  context.mock.timers.tick(10 * longestUnsynced);
  await done();
  assert.deepEqual(log(), after);
});

test('a synced write takes along what was before it, though it changes nothing itself; the next has nothing to take', async (context) => {
  const { writing, log, level } = await aWriting(context);
  await writing.write([spend]);
  const before = log();
  await writing.write([nothing]);
  assert.equal(level(), 2);
  const after = log();
  assert.notDeepEqual(after, before);
  await writing.write([nothing]);
  context.mock.timers.tick(10 * longestUnsynced);
  await done();
  assert.deepEqual(log(), after);
});

test('while the disk cannot be written to it is tried again every second', async (context) => {
  const { database, writing, log, level } = await aWriting(context);
  await writing.write([spend]);
  database.exec('begin immediate');
  const before = log();
  context.mock.timers.tick(longestUnsynced);
  await done();
  assert.deepEqual(log(), before);
  database.exec('rollback');
  context.mock.timers.tick(longestUnsynced);
  await done();
  assert.equal(level(), 2);
  assert.notDeepEqual(log(), before);
});

test('only these writes follow', async (context) => {
  const { connection } = await aWriting(context);
  const follows = async (name: keyof Writes, of: unknown = {}) => !(await isSynced(name, of, connection));
  for (const state of ['pending', 'approved'] as const) assert.ok(await follows('replacePin', { state }));
  for (const state of ['denied', 'cancelled', 'redeemed'] as const)
    assert.ok(!(await follows('replacePin', { state })));
  for (const name of ['insertPin', 'addGrant', 'revokeGrant', 'addSession', 'addFamily', 'addAccessToken'] as const) {
    assert.equal(await follows(name), false, name);
  }
});

test('a grant that changes follows while nothing but its use is noted', async (context) => {
  const { connection, writing } = await aWriting(context);
  const grant = aGrant();
  const row = rowOf(grant);
  await writing.write([{ name: 'addGrant', value: { grant, passwordHash: undefined } }]);
  const follows = async (change: Partial<GrantRow>) =>
    !(await isSynced('replaceGrant', { row: { ...row, ...change }, expectedVersion: 1 }, connection));
  assert.equal(await follows({ last_seen_at: t0, version: 2 }), true);
  assert.equal(await follows({ collected_at: t0, collected_from: '203.0.113.9', collected_elsewhere: 1 }), true);
  for (const change of [
    { name: 'Kitchen' },
    { token_hash: null },
    { body: '{"keyThumbprint":"k"}' },
    { id: 'other' },
  ]) {
    assert.equal(await follows(change), false);
  }
});
