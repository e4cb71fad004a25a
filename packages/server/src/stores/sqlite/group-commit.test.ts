import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test, type TestContext } from 'node:test';
import { Connection, openForWriting } from './connection.ts';
import { commitTogether as commit } from './group-commit.ts';
import { folderFor } from './temporary.testing.ts';

const commitTogether = (connection: Connection, work: readonly (() => unknown)[]) => commit(connection, work, true);

const insert = (name: string) => `insert into things (name) values ('${name}')`;

function things(context: TestContext) {
  const file = join(folderFor(context), 'things.db');
  const database = openForWriting(file);
  database.exec(`create table owners (name text primary key);
    create table things (
      name text primary key,
      owner text references owners (name) deferrable initially deferred
    )`);
  const connection = new Connection(database);
  context.after(() => connection.close());
  const names = () =>
    database
      .prepare('select name from things order by name')
      .all()
      .map((row) => row['name']);
  return { file, database, connection, names };
}

test('the work of many is kept in one transaction and each hears its own answer', async (context) => {
  const { connection, names } = things(context);
  const outcomes = await commitTogether(connection, [
    () => connection.do(insert('a')),
    () => (connection.inTransaction ? 'together' : 'apart'),
    () => connection.do(insert('b')),
  ]);
  assert.deepEqual(outcomes, [{ done: undefined }, { done: 'together' }, { done: undefined }]);
  assert.deepEqual(names(), ['a', 'b']);
  assert.equal(connection.inTransaction, false);
});

test('one that breaks a constraint fails alone, and what it had written is undone', async (context) => {
  const { connection, names } = things(context);
  const outcomes = await commitTogether(connection, [
    () => connection.do(insert('a')),
    () => {
      connection.do(insert('half'));
      connection.do(insert('a'));
    },
    () => connection.do(insert('b')),
  ]);
  assert.deepEqual(
    outcomes.map((outcome) => 'done' in outcome),
    [true, false, true],
  );
  assert.deepEqual(names(), ['a', 'b']);
});

test('when the commit fails each is tried by itself, and only the one to blame fails', async (context) => {
  const { connection, names } = things(context);
  const outcomes = await commitTogether(connection, [
    () => connection.do(insert('a')),
    () => connection.do(`insert into things values ('orphan', 'nobody')`),
    () => connection.do(insert('b')),
  ]);
  assert.deepEqual(
    outcomes.map((outcome) => 'done' in outcome),
    [true, false, true],
  );
  assert.deepEqual(names(), ['a', 'b']);
  assert.equal(connection.inTransaction, false);
});

test('when SQLite gives up the whole transaction, the others are done all the same', async (context) => {
  const { connection, names } = things(context);
  const outcomes = await commitTogether(connection, [
    () => connection.do(insert('a')),
    () => connection.do(`insert or rollback into things (name) values ('a')`),
    () => connection.do(insert('b')),
  ]);
  assert.deepEqual(
    outcomes.map((outcome) => 'done' in outcome),
    [true, false, true],
  );
  assert.deepEqual(names(), ['a', 'b']);
});

test('when another holds the lock for too long all fail and nothing is done; then work goes on', async (context) => {
  const { file, connection, names } = things(context);
  const impatient = new Connection(new DatabaseSync(file, { timeout: 0 }));
  context.after(() => impatient.close());
  connection.do('begin immediate');
  const outcomes = await commitTogether(impatient, [() => impatient.do(insert('a')), () => impatient.do(insert('b'))]);
  const locked = { failed: 'database is locked', passes: true };
  assert.deepEqual(outcomes, [locked, locked]);
  connection.do('rollback');
  assert.deepEqual(names(), []);
  assert.deepEqual(await commitTogether(impatient, [() => impatient.do(insert('c'))]), [{ done: undefined }]);
  assert.deepEqual(names(), ['c']);
});

test('a commit is synced when it is asked to be, before and after one that is not, tried again or not', async (context) => {
  const { connection, database } = things(context);
  const seen: unknown[] = [];
  const look = () => seen.push(database.prepare('pragma synchronous').get()?.['synchronous']);
  for (const isSynced of [true, false, false, true]) await commit(connection, [look], isSynced);
  const orphan = () => connection.do(`insert into things values ('orphan', 'nobody')`);
  for (const isSynced of [false, true]) await commit(connection, [look, orphan], isSynced);
  const [full, normal] = [2, 1];
  assert.deepEqual(seen, [full, normal, normal, full, normal, normal, full, full]);
});
