// Behind PgBouncer in transaction mode, which gives each transaction any connection of the server.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startPgbouncer } from './pgbouncer.ts';
import { startServer } from './server.ts';
import { freshDatabase } from './shared.ts';
import { until } from '../support/until.ts';
import { StoreBusyError } from '../../packages/server/src/service/ports/busy.ts';
import { openFor } from './open-for.ts';

test('statements and transactions go through, and names are left out', async (context) => {
  await using database = await freshDatabase();
  await using pooler = await startPgbouncer(database.url);
  const connections = await openFor(context, pooler.through(database.url), { pooled: true });
  await connections.query({ text: 'create table t (id int primary key)' });
  const insert = (id: number) => ({ name: 'insert', text: 'insert into t values ($1)', values: [id] });
  await Promise.all(
    Array.from({ length: 100 }, (_, id) =>
      id % 2 === 0
        ? connections.query(insert(id))
        : connections.transaction(({ query }) => Promise.all([query(insert(id)), query(insert(id + 1000))])),
    ),
  );
  assert.equal(await database.sql('select count(*) from t'), '150');
});

test('limits hold in transactions alone, and do not stay on connections of the server', async (context) => {
  await using database = await freshDatabase();
  await using pooler = await startPgbouncer(database.url);
  const connections = await openFor(context, pooler.through(database.url), { pooled: true, most: 1 });
  const ask = {
    text: ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout']
      .map((name) => `current_setting('${name}')`)
      .join(" || ' ' || ")
      .replace(/^/, 'select ')
      .concat(' as limits'),
  };
  const limitsOf = async (options?: { timeout: number }): Promise<unknown> =>
    (await connections.transaction(({ query }) => query(ask), options)).rows[0]?.['limits'];
  assert.equal(await limitsOf(), '2s 1s 500ms');
  assert.equal(await limitsOf({ timeout: 7000 }), '7s 7s 7s');
  assert.equal((await connections.query(ask)).rows[0]?.['limits'], '0 0 0');
});

test('who does nothing inside a transaction loses it, and nothing is done', async (context) => {
  await using database = await freshDatabase();
  await using pooler = await startPgbouncer(database.url);
  const connections = await openFor(context, pooler.through(database.url), { pooled: true });
  await connections.query({ text: 'create table t (id int primary key)' });
  const isGone = async (): Promise<boolean> =>
    (await database.sql("select count(*) from pg_stat_activity where state = 'idle in transaction'")) === '0';
  const idle = connections.transaction(async ({ query }) => {
    await query({ text: 'insert into t values (1)' });
    await until('it is ended', isGone);
    return query({ text: 'insert into t values (2)' });
  });
  await assert.rejects(idle, StoreBusyError);
  assert.equal(await database.sql('select count(*) from t'), '0');
});

test('a server that starts anew behind a pooler is used again', async (context) => {
  await using server = await startServer();
  await using pooler = await startPgbouncer(server.url);
  const database = await server.freshDatabase();
  const connections = await openFor(context, pooler.through(database.url), { pooled: true });
  await server.kill();
  await server.start();
  await until('it is used again', () =>
    connections.query({ text: 'select 1' }).then(
      () => true,
      () => false,
    ),
  );
});

test('no connection is dedicated behind a pooler', async (context) => {
  await using database = await freshDatabase();
  await using pooler = await startPgbouncer(database.url);
  const connections = await openFor(context, pooler.through(database.url), { pooled: true });
  await assert.rejects(connections.dedicated({ lost: () => {} }), TypeError);
});
