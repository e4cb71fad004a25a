// Servers that die, stop, are replaced or have no room, while statements run.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { startPair } from './pair.ts';
import { startServer, type Server } from './server.ts';
import { freshDatabase } from './shared.ts';
import { until } from '../support/until.ts';
import { StoreBusyError } from '../../packages/server/src/service/ports/busy.ts';
import type { Connections } from '../../packages/server/src/stores/postgres/connections.ts';
import { UnknownOutcomeError } from '../../packages/server/src/stores/postgres/errors.ts';
import { openFor } from './open-for.ts';

/** What became of rows that somebody wanted to insert. */
interface Outcomes {
  readonly done: Set<number>;
  readonly refused: Set<number>;
  readonly unknown: Set<number>;
  /** Why some were not done. */
  readonly reasons: Set<string>;
}

/** Inserts rows into `t`, some at a time, until told to stop; half of them in transactions. */
function insertRows(connections: Connections): { readonly outcomes: Outcomes; stop(): Promise<void> } {
  const outcomes = {
    done: new Set<number>(),
    refused: new Set<number>(),
    unknown: new Set<number>(),
    reasons: new Set<string>(),
  };
  let isOver = false;
  let last = 0;
  const insert = async (id: number): Promise<void> => {
    const statement = { name: 'insert', text: 'insert into t values ($1)', values: [id] };
    try {
      if (id % 2 === 0) await connections.query(statement);
      else await connections.transaction(({ query }) => query(statement));
      outcomes.done.add(id);
    } catch (error) {
      assert.ok(error instanceof StoreBusyError, String(error));
      outcomes.reasons.add(error.message);
      (error instanceof UnknownOutcomeError ? outcomes.unknown : outcomes.refused).add(id);
    }
  };
  const workers = Array.from({ length: 8 }, async () => {
    for (; !isOver; await nextTurn()) await insert((last += 1));
  });
  const stop = async (): Promise<void> => {
    isOver = true;
    await Promise.all(workers);
  };
  return { outcomes, stop };
}

/** Holds that what was confirmed is there, and that what was refused is not. */
function assertKept({ done, refused }: Outcomes, rows: string): void {
  const kept = new Set(rows.split('\n').filter(Boolean).map(Number));
  assert.deepEqual(
    [...done].filter((id) => !kept.has(id)),
    [],
    'lost',
  );
  assert.deepEqual(
    [...refused].filter((id) => kept.has(id)),
    [],
    'done although refused',
  );
}

/** Inserts a row on a server where commits wait for a standby that there is not, and what happens to the one that waits. */
async function whileCommitWaits(
  connections: Connections,
  server: Server,
  act: () => Promise<unknown>,
): Promise<unknown> {
  await connections.query({ text: 'create table t (id int primary key)' });
  await server.sql("alter system set synchronous_standby_names = 'nobody'", 'select pg_reload_conf()');
  const commit = connections
    .transaction(({ query }) => query({ text: 'insert into t values (1)' }))
    .then(
      () => 'committed',
      (error: unknown) => error,
    );
  await until('the commit waits', async () => {
    return (await server.sql("select count(*) from pg_stat_activity where wait_event = 'SyncRep'")) === '1';
  });
  await act();
  return commit;
}
const waiting = "from pg_stat_activity where wait_event = 'SyncRep'";

// Each on servers of its own, and most of the time spent on waiting for them.
describe('connections to servers that fail', { concurrency: 4 }, () => {
  it('a server that is killed is found again, and every answer was true', async (context) => {
    await using server = await startServer({ durable: true });
    const { url, name } = await server.freshDatabase();
    const connections = await openFor(context, url);
    await connections.query({ text: 'create table t (id int primary key)' });
    const before = connections.state;
    const { outcomes, stop } = insertRows(connections);
    const grows = async (what: 'done' | 'refused'): Promise<void> => {
      const { size } = outcomes[what];
      await until(`more are ${what}`, () => outcomes[what].size > size + 20);
    };
    await grows('done');
    await server.kill();
    await grows('refused');
    await server.start();
    await grows('done');
    await stop();
    assertKept(outcomes, await server.sqlIn(name, 'select id from t'));
    assert.notEqual(connections.state.startedAt, before.startedAt);
    assert.deepEqual({ ...connections.state, startedAt: '' }, { ...before, startedAt: '' });
  });

  it('a server that is stopped keeps nobody waiting for long, and is used again when it goes on', async (context) => {
    await using server = await startServer();
    const { url } = await server.freshDatabase();
    const connections = await openFor(context, url);
    await connections.query({ text: 'create table t (id int primary key)' });
    await server.pause();
    const insert = { text: 'insert into t values (1)' };
    await assert.rejects(connections.query(insert), UnknownOutcomeError);
    await assert.rejects(
      connections.transaction(({ query }) => query(insert)),
      (error: Error) => error instanceof StoreBusyError && !(error instanceof UnknownOutcomeError),
    );
    server.resume();
    await until('it is used again', () =>
      connections.query({ text: 'select 1' }).then(
        () => true,
        () => false,
      ),
    );
  });

  it('who asks while a server has been away for long is told at once', async (context) => {
    await using server = await startServer();
    const { url } = await server.freshDatabase();
    const connections = await openFor(context, url);
    await server.kill();
    const isToldAtOnce = (): Promise<boolean> => {
      const told = connections.query({ text: 'select 1' }).then(
        () => false,
        (error: unknown) => error instanceof StoreBusyError,
      );
      return Promise.race([told, nextTurn(false)]);
    };
    await until('it is told before the turn of the event loop is over', isToldAtOnce);
  });

  it('connections to a server that is stopped can be closed', async (context) => {
    await using server = await startServer();
    const { url } = await server.freshDatabase();
    const connections = await openFor(context, url);
    await connections.dedicated({ lost: () => {} });
    await server.pause();
    await connections.close();
    server.resume();
  });

  it('when there is room for few connections, these do', async (context) => {
    await using database = await freshDatabase();
    await database.sql(`alter database ${database.name} connection limit 2`);
    const connections = await openFor(context, database.url, { most: 10 });
    await connections.query({ text: 'create table t (id int primary key)' });
    const { outcomes, stop } = insertRows(connections);
    await until('many are done', () => outcomes.done.size > 100);
    await assert.rejects(openFor(context, database.url, { waitFor: 0 }), /too many connections for database/);
    await stop();
    assert.doesNotMatch([...outcomes.reasons].join('\n'), /too many connections|in use/);
  });

  for (const [what, act] of [
    ['the server is killed', (server: Server) => server.kill().then(() => server.start())],
    ['its connection is ended', (server: Server) => server.sql(`select pg_terminate_backend(pid) ${waiting}`)],
    [
      'its wait for the standby is cancelled',
      (server: Server) => server.sql(`select pg_cancel_backend(pid) ${waiting}`),
    ],
    ['nobody answers', () => Promise.resolve()],
  ] as const) {
    it(`a commit during which ${what} has an outcome that is not known`, async (context) => {
      await using server = await startServer({ durable: true });
      const { url, name } = await server.freshDatabase();
      const connections = await openFor(context, url);
      const error = await whileCommitWaits(connections, server, () => act(server));
      assert.ok(error instanceof UnknownOutcomeError, String(error));
      await server.kill();
      await server.start();
      assert.equal(await server.sqlIn(name, 'select id from t'), '1');
    });
  }

  it('the primary is found among two servers, and so is the next one when it dies; the old one is refused', async (context) => {
    await using pair = await startPair();
    const { url, name } = await pair.freshDatabase();
    const [first = '', second = ''] = url.match(/127\.0\.0\.1:\d+/g) ?? [];
    const connections = await openFor(context, url.replace(`${first},${second}`, `${second},${first}`));
    assert.deepEqual([connections.state.host, connections.state.timeline], [first, 1]);
    await connections.query({ text: 'create table t (id int primary key)' });
    const lost: string[] = [];
    await connections.dedicated({ lost: ({ message }) => lost.push(message) });
    const { outcomes, stop } = insertRows(connections);
    await until('some are done', () => outcomes.done.size > 20);

    await pair.primary.kill();
    await until('some are refused', () => outcomes.refused.size > 20);
    await pair.promote();
    const { size } = outcomes.done;
    await until('more are done', () => outcomes.done.size > size + 20);
    await stop();
    assert.deepEqual([connections.state.host, connections.state.timeline], [second, 2]);
    assert.equal(lost.length, 1);
    assertKept(outcomes, await pair.standby.sqlIn(name, 'select id from t'));

    // The old one comes back, and nobody has made a standby of it.
    await pair.primary.start();
    const fresh = await openFor(context, url);
    assert.deepEqual(fresh.state, connections.state);
    await pair.standby.kill();
    const late = { text: 'insert into t values (0)' };
    await until('it is refused', () =>
      connections.query(late).then(
        () => assert.fail('written on the old primary'),
        ({ message }: Error) => message.includes(`${first} is an old primary (timeline 1, and 2 has been seen)`),
      ),
    );
    assert.equal(await pair.primary.sqlIn(name, 'select count(*) from t where id = 0'), '0');
  });

  it('of two servers that can be written to, the one that was promoted later counts', async (context) => {
    await using pair = await startPair({ synchronous: false });
    const { url, name } = await pair.freshDatabase();
    const connections = await openFor(context, url);
    const lost: string[] = [];
    await connections.dedicated({ lost: ({ message }) => lost.push(message) });
    await pair.promote();
    assert.equal(connections.state.timeline, 1, 'nobody has told us');
    const oldest = `select pid from pg_stat_activity where datname = '${name}' order by backend_start limit 1`;
    await pair.primary.sql(`select pg_terminate_backend((${oldest}))`);
    await until('the other is found', () => connections.state.timeline === 2);
    assert.deepEqual(lost, ['another primary has taken over']);
    await connections.transaction(({ query }) => query({ text: 'create table t (id int primary key)' }));
    assert.equal(await pair.standby.sqlIn(name, 'select count(*) from t'), '0');
  });

  it('a store that was told of a later timeline leaves an old primary', async (context) => {
    await using database = await freshDatabase();
    const connections = await openFor(context, database.url);
    const lost: string[] = [];
    await connections.dedicated({ lost: ({ message }) => lost.push(message) });
    connections.refuseTimelinesBelow(1);
    assert.equal((await connections.query({ text: 'select 1' })).rowCount, 1);
    connections.refuseTimelinesBelow(2);
    assert.match(String(lost), /is an old primary$/);
    await assert.rejects(
      connections.query({ text: 'select 1' }),
      /is an old primary \(timeline 1, and 2 has been seen\)/,
    );
  });
});
