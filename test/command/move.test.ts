// `linkpin move`: from the file at home into PostgreSQL, with real services before and after.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Person } from '../harness/person.ts';
import type { Database } from '../postgres/databases.ts';
import { freshDatabase } from '../postgres/shared.ts';
import { startServer } from '../postgres/server.ts';
import { until } from '../support/until.ts';
import {
  addUser,
  environment,
  password,
  run,
  serve,
  serveAgain,
  start,
  temporaryFolder,
  type Finished,
  type Served,
} from './linkpin.ts';
import { waitingDevices, type WaitingDevice } from './waiting-device.ts';

async function stop({ child, finished }: Served): Promise<void> {
  child.kill('SIGTERM');
  await finished;
}

/** A URL without its password, and the environment that has it. */
function apart(url: string, env: NodeJS.ProcessEnv): { readonly to: string; readonly env: NodeJS.ProcessEnv } {
  const { password: secret } = new URL(url);
  return {
    to: Object.assign(new URL(url), { password: '' }).href,
    env: { ...env, LINKPIN_STORE_PASSWORD: secret },
  };
}

/** Holds that a command is refused in one line. */
async function refused(finished: Promise<Finished>, why: RegExp): Promise<void> {
  const { code, stdout, stderr } = await finished;
  assert.deepEqual([code, stdout], [1, ''], stderr);
  assert.match(stderr, why);
  assert.equal(stderr.split('\n').length, 2, stderr);
}

/** An empty database that goes with the test. */
async function emptyDatabase(t: { after(undo: () => Promise<void>): void }): Promise<Database> {
  const database = await freshDatabase();
  t.after(async () => database[Symbol.asyncDispose]());
  return database;
}

test('a home moves with one command: who is signed in stays so, and who waits is answered by the new service', async (t) => {
  const database = await emptyDatabase(t);
  const home = await serve(t);
  const { data } = home;
  const { to, env } = apart(database.url, home.env);
  await addUser(home, 'ada');
  await run(['client', 'add', 'tv', '--public', '--data', data], env);
  const ada = new Person(home.url);
  await ada.signIn('ada', password);
  const both = (): Promise<readonly WaitingDevice[]> =>
    Promise.all(Object.values(waitingDevices).map((ask) => ask(home.url)));
  const [linked, waiting] = [await both(), await both()];
  for (const device of linked) {
    await ada.answer(device.code, 'yes');
    await until('it has its token', async () => (await device.poll(home.url)) !== null);
  }
  for (const device of waiting) assert.equal(await device.poll(home.url), null);

  const move = ['move', '--from', `sqlite:${data}`, '--to', to];
  await refused(run(move, env), /^A service or a command works on .*linkpin\.db\. Stop it, then move\.\n$/);
  assert.ok(await linked[0]?.isSignedIn(home.url), 'the service goes on');
  await stop(home);

  const early = await serveAgain(t, {
    data,
    env: { ...env, LINKPIN_STORE: (await emptyDatabase(t)).url, LINKPIN_STORE_PASSWORD: '' },
  });
  await early.wrote(
    'stderr',
    /linkpin\.db is not used, because LINKPIN_STORE names another database\. "linkpin move" would/,
  );
  await stop(early);

  const moved = await run(move, env);
  assert.equal(moved.code, 0, moved.stderr);
  assert.match(moved.stdout, new RegExp(`^Moved \\d+ rows to ${new URL(to).host}/${database.name}\\.\n$`));
  assert.match(moved.stderr, /^Start every replica with LINKPIN_STORE and the same keys, which are in .*keys\.json\. /);

  const after = await serveAgain(t, { data, env: { ...env, LINKPIN_STORE: to } });
  assert.equal(after.setUpUrl, null, 'there is an account');
  for (const device of linked) assert.ok(await device.isSignedIn(after.url));
  const again = new Person(after.url);
  await again.signIn('ada', password);
  for (const device of waiting) {
    assert.equal(await device.poll(after.url), null);
    await again.answer(device.code, 'yes');
    await until('it has its token', async () => (await device.poll(after.url)) !== null);
    assert.ok(await device.isSignedIn(after.url));
  }

  // The file is nobody's any more.
  const gone =
    /^\S+linkpin\.db was moved to PostgreSQL at \S+, where everything is now\. Name that database with LINKPIN_STORE\.\n$/;
  const backup = join(data, '..', 'monday.db');
  for (const args of [
    ['serve', '--port', '0'],
    ['user', 'list'],
    ['invite'],
    ['client', 'list'],
    ['blocks', 'list'],
    ['events'],
    ['migrate'],
    ['backup', backup],
    ['move', '--to', to],
  ]) {
    await refused(run([...args, '--data', data], env), gone);
  }
  assert.equal(existsSync(backup), false);
});

test('a backup is not put back over what has moved', async (t) => {
  const database = await emptyDatabase(t);
  const folder = await temporaryFolder(t);
  const [data, backup] = [join(folder, 'data'), join(folder, 'monday.db')];
  const { to, env } = apart(database.url, environment(folder));
  await addUser({ data, env }, 'ada');
  await run(['backup', backup, '--data', data], env);
  const { stdout } = await run(['move', '--from', `sqlite:${join(data, 'linkpin.db')}`, '--to', to, '--json'], env);
  const { rows } = JSON.parse(stdout) as { readonly rows: Readonly<Record<string, number>> };
  assert.equal(rows['accounts'], 1);
  await refused(run(['restore', backup, '--data', data], env), /was moved to PostgreSQL at /);
});

test('what is wrong about the command or the database is told in one line, and the file goes on', async (t) => {
  const folder = await temporaryFolder(t);
  const data = join(folder, 'data');
  const env = environment(folder);
  await addUser({ data, env }, 'ada');
  const from = ['--from', `sqlite:${data}`];
  for (const [args, why] of [
    [['--data', data], /^Say where to: --to postgres:/],
    [['--from', `sqlite:${folder}/none`, '--to', 'postgres://u@h/d'], /^There is no .*none\. Name the data folder/],
    [['--from', `postgres://u@h/d`, '--to', 'postgres://u@h/d'], /^What is moved is a file: /],
    [[...from, '--to', 'postgres://u:s3cret@h/d'], /^--to has a password, which everybody on this machine can read/],
    [[...from, '--to', 'mysql://u@h/d'], /^A PostgreSQL URL looks like postgres:/],
    [
      [...from, '--to', 'postgres://u@127.0.0.1:1/d'],
      /^PostgreSQL is out of reach: 127\.0\.0\.1:1: connection refused\.\n$/,
    ],
  ] as const) {
    await refused(run(['move', ...args], env), why);
  }
  assert.equal((await run(['user', 'list', '--data', data], env)).code, 0);
});

test('a mover that is killed before its commit has moved nothing, and the next one does it', async (t) => {
  const database = await emptyDatabase(t);
  const folder = await temporaryFolder(t);
  const data = join(folder, 'data');
  const { to, env } = apart(database.url, environment(folder));
  await addUser({ data, env }, 'ada');
  const inDatabase = { ...env, LINKPIN_STORE: to, LINKPIN_DATA: data };
  await run(['migrate'], inDatabase);

  // Each insert of an account waits, so that the copy stands still in its middle.
  await database.sql(
    'create function wait_here() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock(4711); return new; end $$',
    'create trigger wait_here before insert on accounts for each row execute function wait_here()',
  );
  const holding = database.sql('select pg_advisory_lock(4711)', `select pg_sleep(3600)`).catch(() => '');
  await until('the gate is shut', async () => {
    return (await database.sql(`select count(*) from pg_locks where locktype = 'advisory' and objid = 4711`)) === '1';
  });
  const mover = start(['move', '--from', `sqlite:${data}`, '--to', to], env);
  await until('the copy stands', async () => {
    return (await database.sql(`select count(*) from pg_locks where objid = 4711 and not granted`)) === '1';
  });
  await refused(run(['move', '--from', `sqlite:${data}`, '--to', to], env), /works on |Another "linkpin move" /);
  mover.child.kill('SIGKILL');
  await mover.finished;
  const cut =
    /is being moved to PostgreSQL at \S+, or that was cut short\. Run "linkpin move" again: it finds out which/;
  await refused(run(['serve', '--port', '0', '--data', data], env), cut);
  await refused(run(['user', 'list', '--data', data], env), cut);

  await database.sql(
    `select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep%' and pid <> pg_backend_pid()`,
    'drop trigger wait_here on accounts',
  );
  await holding;
  assert.equal(await database.sql('select count(*) from accounts'), '0');
  const again = await run(['move', '--from', `sqlite:${data}`, '--to', to], env);
  assert.match(again.stdout, /^Moved \d+ rows to /, again.stderr);
  assert.match((await run(['user', 'list'], inDatabase)).stdout, /^1 +ada /m);
});

test('a mover that is killed before it hears of its commit has moved everything, and the next one says so', async (t) => {
  const server = await startServer();
  t.after(async () => server[Symbol.asyncDispose]());
  const database = await server.freshDatabase();
  const folder = await temporaryFolder(t);
  const data = join(folder, 'data');
  const { to, env } = apart(database.url, environment(folder));
  await addUser({ data, env }, 'ada');

  // A commit waits for a standby that there is not: it is on the disk, and nobody has been told.
  await server.sql(`alter system set synchronous_standby_names = 'nobody'`, 'select pg_reload_conf()');
  const mover = start(['move', '--from', `sqlite:${data}`, '--to', to], env);
  await until('the commit waits', async () => {
    return (await server.sql(`select count(*) from pg_stat_activity where wait_event = 'SyncRep'`)) === '1';
  });
  mover.child.kill('SIGKILL');
  await mover.finished;
  await refused(run(['serve', '--port', '0', '--data', data], env), /is being moved to PostgreSQL at /);

  await server.sql('alter system reset synchronous_standby_names', 'select pg_reload_conf()');
  const other = await server.freshDatabase();
  await refused(
    run(['move', '--from', `sqlite:${data}`, '--to', apart(other.url, env).to], env),
    new RegExp(`is being moved to PostgreSQL at \\S+/${database.name}, `),
  );
  const again = await run(['move', '--from', `sqlite:${data}`, '--to', to], env);
  assert.match(again.stdout, /^Everything was in \S+ already; now the file says so, too\.\n$/, again.stderr);
  assert.match((await run(['user', 'list', '--data', data], { ...env, LINKPIN_STORE: to })).stdout, /^1 +ada /m);
  await refused(run(['user', 'list', '--data', data], env), /was moved to PostgreSQL at /);
});
