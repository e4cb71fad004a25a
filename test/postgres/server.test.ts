// The servers of the tests are themselves tested: each operation does what it says, and nothing remains.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { isOpen } from '../support/ports.ts';
import { until } from '../support/until.ts';
import { psql } from './psql.ts';
import { startServer } from './server.ts';
import { freshDatabase } from './shared.ts';

/** What hold.testing.ts tells of itself. */
interface Held {
  readonly url: string;
  readonly data: string;
  readonly ports: readonly number[];
}

test('a fresh database is empty, of an ordinary user, and gone afterwards', async () => {
  const [name, adminUrl] = await (async () => {
    await using database = await freshDatabase();
    const { url, adminUrl } = database;
    const row = await psql(
      url,
      `select current_user, usesuper, pg_encoding_to_char(encoding),
         (select count(*) from pg_tables where schemaname = 'public'), datcollate is not null
       from pg_user, pg_database where usename = current_user and datname = current_database()`,
    );
    assert.equal(row, 'linkpin\tf\tUTF8\t0\tt');
    await psql(url, 'create table kept (id int)');
    return [new URL(url).pathname.slice(1), adminUrl];
  })();
  await using next = await freshDatabase();
  assert.notEqual(new URL(next.url).pathname.slice(1), name);
  await assert.rejects(psql(adminUrl, 'select 1'), /does not exist/);
});

test('a fresh database is dropped though somebody is connected, and has the encoding that was asked for', async () => {
  let held: Promise<void>;
  {
    await using database = await freshDatabase('LATIN1');
    assert.equal(await database.sql('show server_encoding'), 'LATIN1');
    const waiting = psql(database.url, "set application_name = 'held'", 'select pg_sleep(3600)');
    held = assert.rejects(waiting, /terminating connection due to administrator command/);
    const isConnected = async (): Promise<boolean> =>
      (await database.sql("select count(*) from pg_stat_activity where application_name = 'held'")) === '1';
    await until('somebody is connected', isConnected, 20);
  }
  await held;
});

test('text is ordered as a language does it, so that what needs the order of bytes has to say so', async () => {
  await using database = await freshDatabase();
  const rows = (order: string): Promise<string> =>
    database.sql(`select string_agg(v, '' order by ${order}) from (values ('B'), ('a'), ('C')) as t(v)`);
  assert.equal(await rows('v'), 'aBC');
  assert.equal(await rows('v collate "C"'), 'BCa');
});

test('statements are counted in their own database alone', async () => {
  await using one = await freshDatabase();
  await using other = await freshDatabase();
  await one.sql('create table t (id int primary key)', 'insert into t values (1)', 'insert into t values (2)');
  await other.sql('select 42');
  const inserts = (await one.statements()).filter(({ query }) => query.startsWith('insert'));
  assert.deepEqual(
    inserts.map(({ query, calls, rows }) => ({ query, calls, rows })),
    [{ query: 'insert into t values ($1)', calls: 2, rows: 2 }],
  );
  assert.ok((inserts[0]?.walBytes ?? 0) > 0);
  await one.forgetStatements();
  assert.deepEqual(await one.statements(), []);
  assert.equal((await other.statements()).length, 1);
});

test('a server that is killed has lost nothing that was committed, on the same port', async () => {
  await using server = await startServer({ durable: true });
  await server.sql('create table kept (id int)', 'insert into kept values (1)');
  await server.kill();
  assert.equal(await isOpen(server.port), false);
  await assert.rejects(server.sql('select 1'), /refused/);
  await server.start();
  assert.equal(await server.sql('select count(*) from kept'), '1');
});

test('a paused server takes connections and answers none of them until it goes on', async () => {
  await using server = await startServer();
  assert.ok(!statesOf(server.data).includes('T'));
  await server.pause();
  assert.deepEqual(new Set(statesOf(server.data)), new Set('T'));
  const socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
  // Asks whether encryption is spoken here, which is answered by a letter.
  socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]));
  server.resume();
  const [letter] = (await once(socket, 'data')) as [Buffer];
  assert.equal(String(letter), 'N');
  socket.destroy();
  assert.equal(await server.sql('select 7'), '7');
});

test('what a server does is told: processor time, changes written, settings', async () => {
  await using server = await startServer({ settings: { work_mem: '5MB' } });
  assert.equal(await server.sql('show work_mem'), '5MB');
  const [cpu, wal] = [server.cpu(), await server.walBytes()];
  await server.sql('create table t as select g as id from generate_series(1, 300000) g');
  assert.ok(server.cpu() > cpu);
  assert.ok((await server.walBytes()) - wal > 1_000_000);
});

test('a setting that PostgreSQL refuses is told in its own words', async () => {
  await assert.rejects(startServer({ settings: { work_mem: 'plenty' } }), /invalid value for parameter "work_mem"/);
});

test('nothing remains of what was started by a test process that is killed', async () => {
  const home = mkdtempSync(join(tmpdir(), 'linkpin-killed-'));
  chmodSync(home, 0o755);
  const script = fileURLToPath(new URL('hold.testing.ts', import.meta.url));
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, TMPDIR: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const { url, data, ports } = JSON.parse(line) as Held;
  assert.ok(data.startsWith(home));
  const memory = sharedMemoryOf(data);
  for (const port of ports) assert.equal(await isOpen(port), true);
  assert.equal(await psql(url, 'select 1'), '1');
  child.kill('SIGKILL');
  await until('the folder is gone', () => readdirSync(home).length === 0, 20);
  assert.deepEqual(programsIn(home), []);
  for (const port of ports) assert.equal(await isOpen(port), false);
  assert.equal(existsSharedMemory(memory), false);
  rmSync(home, { recursive: true });
});

test('nothing remains of a server that was killed or paused before it is disposed', async () => {
  const [killed, paused] = [await startServer(), await startServer()];
  const memories = [killed, paused].map(({ data }) => sharedMemoryOf(data));
  await killed.kill();
  await paused.pause();
  for (const server of [killed, paused]) await server[Symbol.asyncDispose]();
  for (const { data } of [killed, paused]) {
    assert.equal(existsSync(dirname(data)), false);
    assert.deepEqual(programsIn(dirname(data)), []);
  }
  for (const memory of memories) assert.equal(existsSharedMemory(memory), false);
});

/** The id of the System V shared memory by which a server sees that another one runs on its data. */
function sharedMemoryOf(data: string): string {
  const id = readFileSync(join(data, 'postmaster.pid'), 'latin1').split('\n')[6]?.trim().split(/\s+/).at(-1) ?? '';
  assert.ok(existsSharedMemory(id));
  return id;
}

function existsSharedMemory(id: string): boolean {
  const [, ...rows] = readFileSync('/proc/sysvipc/shm', 'latin1').trimEnd().split('\n');
  return rows.some((row) => row.trim().split(/\s+/)[1] === id);
}

/** The pids of the programs whose working directory is in a folder. */
function programsIn(folder: string): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && `${readlinkSync(`/proc/${pid}/cwd`)}/`.startsWith(`${folder}/`);
    } catch {
      return false;
    }
  });
}

/** What the processes of a server are doing, a letter each: S sleeping, R running, T stopped. */
function statesOf(data: string): readonly string[] {
  const pids = programsIn(data);
  assert.ok(pids.length > 3, 'a server is several processes');
  return pids.map((pid) => /\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, 'latin1'))?.[1] ?? '');
}
