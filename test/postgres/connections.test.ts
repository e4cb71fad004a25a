import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshDatabase } from './shared.ts';
import { startServer } from './server.ts';
import { until } from '../support/until.ts';
import { StoreBusyError } from '../../packages/server/src/service/ports/busy.ts';
import { readPostgresAddress } from '../../packages/server/src/stores/postgres/address.ts';
import { Connections } from '../../packages/server/src/stores/postgres/connections.ts';
import { openFor } from './open-for.ts';

/** For work that lets others do something between its statements, however busy the machine is. */
const patient = { timeout: 120_000 };

test('what is written is read, numbers as numbers and JSON as its text', async (context) => {
  await using database = await freshDatabase();
  const connections = await openFor(context, database.url);
  const { rows, rowCount, command } = await connections.query({
    text: `select $1::int8 as big, 1.5::numeric as fraction, $2::text as text, $3::bytea as bytes, $4::bool as yes,
      '{"a": 1}'::jsonb as document, $5::text[] as texts, $6::int8[] as bigs, $7::text as nothing`,
    values: [2 ** 53 - 1, 'Grüße', Buffer.from([0, 255]), true, ['a"b', '', 'null', null], [1, 2], undefined],
  });
  assert.deepEqual(
    [{ ...rows[0] }, rowCount, command],
    [
      {
        big: 2 ** 53 - 1,
        fraction: 1.5,
        text: 'Grüße',
        bytes: Buffer.from([0, 255]),
        yes: true,
        document: '{"a": 1}',
        texts: ['a"b', '', 'null', null],
        bigs: [1, 2],
        nothing: null,
      },
      1,
      'SELECT',
    ],
  );
});

test('text with U+0000 comes back as it was, and equal text stays equal', async (context) => {
  await using database = await freshDatabase();
  const connections = await openFor(context, database.url);
  const texts = ['a\0b', 'a\u00010b', 'a\u00011b', '\0', '\u0001', '\0\0\u0001\u00011', 'a0b', ''];
  await connections.query({ text: 'create table t (id int primary key, v text unique, w varchar(20))' });
  await connections.query({
    text: 'insert into t select i, v, v from unnest($1::int4[], $2::text[]) as u(i, v)',
    values: [texts.map((_, index) => index), texts],
  });
  const { rows } = await connections.query({ text: 'select v, w, array[v] as list from t order by id' });
  assert.deepEqual(
    rows.map(({ v, w, list }) => [v, w, list]),
    texts.map((text) => [text, text, [text]]),
  );
  for (const [id, text] of texts.entries()) {
    const found = await connections.query({ text: 'select id from t where v = $1', values: [text] });
    assert.deepEqual(
      found.rows.map((row) => row['id']),
      [id],
    );
  }
});

test('the primary is told by when it started and by its timeline', async (context) => {
  await using database = await freshDatabase();
  const connections = await openFor(context, database.url);
  const { host, startedAt, timeline } = connections.state;
  assert.equal(host, new URL(database.url).host);
  assert.equal(timeline, 1);
  const utc = await database.sql(`select pg_postmaster_start_time() = '${startedAt}'`);
  assert.equal(utc, 't');
});

test('a transaction is committed whole, or not at all when its work throws', async (context) => {
  await using database = await freshDatabase();
  const connections = await openFor(context, database.url);
  await connections.query({ text: 'create table t (id int primary key)' });
  const result = await connections.transaction(async ({ query }) => {
    const answers = [1, 2, 3].map((id) => query({ text: 'insert into t values ($1)', values: [id] }));
    return (await Promise.all(answers)).map(({ rowCount }) => rowCount);
  });
  assert.deepEqual(result, [1, 1, 1]);
  const why = new Error('no');
  const refused = connections.transaction(async ({ query }) => {
    await query({ text: 'insert into t values (4)' });
    throw why;
  });
  await assert.rejects(refused, why);
  assert.equal(await database.sql('select count(*) from t'), '3');
});

test('a statement that failed fails its transaction, also when the work did not look', async (context) => {
  await using database = await freshDatabase();
  const connections = await openFor(context, database.url);
  await connections.query({ text: 'create table t (id int primary key)' });
  const swallowed = connections.transaction(async ({ query }) => {
    void query({ text: 'insert into t values (1)' });
    void query({ text: 'insert into t values (1)' });
    await Promise.allSettled([query({ text: 'insert into t values (2)' })]);
  });
  await assert.rejects(swallowed, (error: Error) => {
    assert.deepEqual({ ...error, constraint: 't_pkey', code: '23505' }, { ...error });
    assert.equal('detail' in error, false, 'the values of the row are not told');
    return true;
  });
  assert.equal(await database.sql('select count(*) from t'), '0');
});

test('a transaction that meets a row which another one has just added looks again', async (context) => {
  await using database = await freshDatabase();
  const connections = await openFor(context, database.url);
  await connections.query({ text: 'create table t (id int primary key)' });
  let runs = 0;
  const found = await connections.transaction(async ({ query }) => {
    runs += 1;
    const { rowCount } = await query({ text: 'select from t where id = 1' });
    if (runs === 1) await database.sql('insert into t values (1)');
    if (rowCount === 0) await query({ text: 'insert into t values (1)' });
    return rowCount;
  });
  assert.deepEqual([found, runs], [1, 2]);
});

test('statements outside of transactions stand for themselves, however many are sent at once', async (context) => {
  await using database = await freshDatabase();
  const connections = await openFor(context, database.url, { most: 2 });
  await connections.query({ text: 'create table t (id int primary key)' });
  const ids = Array.from({ length: 200 }, (_, id) => id % 100);
  const answers = await Promise.allSettled(
    ids.map((id) => connections.query({ name: 'insert', text: 'insert into t values ($1)', values: [id] })),
  );
  assert.equal(answers.filter(({ status }) => status === 'fulfilled').length, 100);
  assert.equal(await database.sql('select count(*) from t'), '100');
  const mine = await database.sql(
    "select count(*) from pg_stat_activity where application_name = 'linkpin' and datname = current_database()",
  );
  assert.ok(Number(mine) <= 2, mine);
});

test('transactions and statements share few connections, and all of them have their turn', async (context) => {
  await using database = await freshDatabase();
  const connections = await openFor(context, database.url, { most: 2 });
  await connections.query({ text: 'create table t (n int)' });
  const add = { text: 'insert into t values (1)' };
  await Promise.all(
    Array.from({ length: 100 }, (_, index) =>
      index % 2 === 0
        ? connections.query(add)
        : connections.transaction(async ({ query }) => {
            await query(add);
            await query(add);
          }),
    ),
  );
  assert.equal(await database.sql('select count(*) from t'), '150');
});

test('a transaction that deadlocks is run again', async (context) => {
  await using database = await freshDatabase();
  await database.sql(`alter database ${new URL(database.url).pathname.slice(1)} set deadlock_timeout = '10ms'`);
  const connections = await openFor(context, database.url);
  await connections.query({ text: 'create table t (id int primary key, n int not null default 0)' });
  await connections.query({ text: 'insert into t values (1), (2)' });
  let runs = 0;
  let held = 0;
  let bothHold = (): void => {};
  const holding = new Promise<void>((resolve) => (bothHold = resolve));
  const add = { name: 'add', text: 'update t set n = n + 1 where id = $1' };
  const swap = (ids: readonly number[]) =>
    connections.transaction(async ({ query }) => {
      runs += 1;
      await query({ ...add, values: ids.slice(0, 1) });
      held += 1;
      if (held === 2) bothHold();
      await holding;
      await query({ ...add, values: ids.slice(1) });
    }, patient);
  await Promise.all([swap([1, 2]), swap([2, 1])]);
  assert.equal(await database.sql('select id, n from t order by id'), '1\t2\n2\t2');
  assert.equal(runs, 3);
});

test('a transaction that cannot be serialized is run again, and is busy when that does not help', async (context) => {
  await using database = await freshDatabase();
  const connections = await openFor(context, database.url);
  await connections.query({ text: 'create table t (n int not null)' });
  await connections.query({ text: 'insert into t values (0)' });
  const serializable = { text: 'set transaction isolation level repeatable read' };
  const add = { text: 'update t set n = n + 1' };
  let runs = 0;
  const addAfter = (other: (run: number) => Promise<unknown>) =>
    connections.transaction(async ({ query }) => {
      runs += 1;
      await query(serializable);
      await query({ text: 'select n from t' });
      await other(runs);
      await query(add);
    }, patient);
  await addAfter(async (run) => (run === 1 ? connections.query(add) : undefined));
  assert.deepEqual([runs, await database.sql('select n from t')], [2, '2']);
  runs = 0;
  await assert.rejects(
    addAfter(() => connections.query(add)),
    (error: Error) => {
      assert.ok(error instanceof StoreBusyError);
      assert.equal((error.cause as { readonly code: string }).code, '40001');
      return true;
    },
  );
  assert.ok(runs > 1);
});

test('a named statement goes on when its table was changed by somebody else', async (context) => {
  await using database = await freshDatabase();
  const connections = await openFor(context, database.url, { most: 1 });
  await connections.query({ text: 'create table t (id int primary key)' });
  const read = { name: 'read', text: 'select * from t' };
  const insert = { text: 'insert into t (id) select count(*) from t' };
  await connections.query(read);
  await database.sql("alter table t add column note text default 'new'");
  await connections.query(insert);
  assert.deepEqual({ ...(await connections.query(read)).rows[0] }, { id: 0, note: 'new' });
  await database.sql('alter table t drop column note');
  const { rowCount } = await connections.transaction(async ({ query }) => {
    await query(insert);
    return query(read);
  });
  assert.equal(rowCount, 2);
});

test('connections that are ended from outside are replaced', async (context) => {
  await using database = await freshDatabase();
  const connections = await openFor(context, database.url);
  const lost: Error[] = [];
  await connections.dedicated({ lost: (why) => lost.push(why) });
  const isMine = "datname = current_database() and application_name = 'linkpin'";
  await database.sql(`select pg_terminate_backend(pid) from pg_stat_activity where ${isMine}`);
  await until('the dedicated one is told', () => lost.length === 1);
  assert.match(String(lost[0]), /terminating connection due to administrator command/);
  const { rows } = await connections.transaction(({ query }) => query({ text: 'select 1 as one' }));
  assert.equal(rows[0]?.['one'], 1);
});

test('a dedicated connection hears what is notified', async (context) => {
  await using database = await freshDatabase();
  const connections = await openFor(context, database.url);
  const heard: string[][] = [];
  const ear = await connections.dedicated({
    lost: () => {},
    notification: (channel, payload) => heard.push([channel, payload]),
  });
  await ear.query({ text: 'listen bell' });
  await connections.query({ text: "select pg_notify('bell', $1)", values: ['a\0b'] });
  await until('it is heard', () => heard.length > 0);
  assert.deepEqual(heard, [['bell', 'a\0b']]);
  await ear.close();
  await assert.rejects(ear.query({ text: 'select 1' }), StoreBusyError);
});

test('what is under way when the connections are closed comes to its end, and nothing more begins', async () => {
  await using database = await freshDatabase();
  const connections = await Connections.open(readPostgresAddress(database.url), { most: 1 });
  await connections.query({ text: 'create table t (id int primary key)' });
  let closed: Promise<void> | undefined;
  let isClosed = false;
  const refused: Promise<void>[] = [];
  const insertLate = (): unknown =>
    refused.push(assert.rejects(connections.query({ text: 'insert into t values (3)' }), /The store is closed/));
  await connections.transaction(async ({ query }) => {
    insertLate();
    closed = connections.close().then(() => void (isClosed = true));
    insertLate();
    await query({ text: 'insert into t values (1)' });
    await query({ text: 'insert into t values (2)' });
    assert.equal(isClosed, false);
  }, patient);
  await closed;
  await Promise.all(refused);
  assert.equal(await database.sql('select string_agg(id::text, chr(44)) from t'), '1,2');
});

test('whether what is confirmed can be lost is told', async (context) => {
  await using server = await startServer();
  await using database = await server.freshDatabase();
  const connections = await openFor(context, database.url);
  assert.match(String(await connections.warnings()), /^No synchronous standby \(synchronous_standby_names\)/);
  await server.sql("alter system set synchronous_standby_names = 'one'", 'select pg_reload_conf()');
  await until('nothing is told', async () => (await connections.warnings()).length === 0);
  await server.sql('alter system set synchronous_commit = local', 'select pg_reload_conf()');
  await until('the setting is told', async () =>
    String(await connections.warnings()).startsWith('synchronous_commit is local'),
  );
});

test('a transaction that need not be durable does not wait to be', async (context) => {
  await using database = await freshDatabase();
  const connections = await openFor(context, database.url);
  const ask = { text: "select current_setting('synchronous_commit') as commit" };
  const { rows } = await connections.transaction(({ query }) => query(ask), { asynchronous: true });
  assert.equal(rows[0]?.['commit'], 'off');
  assert.equal((await connections.query(ask)).rows[0]?.['commit'], 'on');
});

test('who does nothing inside a transaction for half a second loses it', async (context) => {
  await using database = await freshDatabase();
  const connections = await openFor(context, database.url);
  await connections.query({ text: 'create table t (id int primary key)' });
  const lost: Error[] = [];
  const holder = await connections.dedicated({ lost: (why) => lost.push(why) });
  await holder.query({ text: 'begin; lock t' });
  assert.equal((await connections.query({ text: 'insert into t values (1)' })).rowCount, 1);
  await until('the holder is told', () => lost.length > 0);
  assert.match(String(lost[0]), /idle-in-transaction timeout/);
});

test('a lock that somebody keeps holding, and a statement that takes too long, are given up', async (context) => {
  await using database = await freshDatabase();
  const connections = await openFor(context, database.url);
  await connections.query({ text: 'create table t (id int primary key)' });
  const held = connections.transaction(async ({ query }) => {
    await query({ text: 'lock t' });
    const insert = connections.query({ text: 'insert into t values (1)' });
    await assert.rejects(insert, busyBy('55P03'));
    await assert.rejects(connections.query({ text: 'select pg_sleep(60)' }), busyBy('57014'));
    return 'held';
  }, patient);
  assert.equal(await held, 'held');
});

/** Busy, and the server's code for why. */
const busyBy = (state: string) => (error: Error) => {
  assert.ok(error instanceof StoreBusyError, String(error));
  assert.equal((error.cause as { readonly code?: string }).code, state);
  return true;
};
