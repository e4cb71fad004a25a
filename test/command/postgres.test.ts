// The commands of an operator on a store in PostgreSQL.
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Person } from '../harness/person.ts';
import { startServer } from '../postgres/server.ts';
import { freshDatabase } from '../postgres/shared.ts';
import { until } from '../support/until.ts';
import { waitingDevices } from './waiting-device.ts';
import { environment, password, run, serveAgain, temporaryFolder, type Finished, type Served } from './linkpin.ts';

/** A service on an empty database, and what runs commands beside it. */
async function serveDatabase(t: { after(undo: () => Promise<void>): void }) {
  const database = await freshDatabase();
  t.after(async () => database[Symbol.asyncDispose]());
  const home = await temporaryFolder(t);
  const env = environment(home, { LINKPIN_STORE: database.url, LINKPIN_DATA: join(home, 'data') });
  const served = await serveAgain(t, { data: join(home, 'data'), env }, ['--new-keys']);
  const command = (...args: readonly string[]): Promise<Finished> => run(args, env, `${password}\n`);
  return { database, home, env, served, command };
}

const well = async (finished: Promise<Finished>): Promise<string> => {
  const { code, stdout, stderr } = await finished;
  assert.equal(code, 0, stderr);
  return stdout;
};

test('each command works on the database beside the service, and a file is never made', async (t) => {
  const { served, command } = await serveDatabase(t);
  assert.equal(await well(command('user', 'add', 'ada', '--password-stdin')), 'ada has an account.\n');
  assert.match(await well(command('user', 'list')), /^1 +ada /m);
  assert.equal((await new Person(served.url).signIn('ada', password)).path, '/link');
  assert.match(await well(command('user', 'export', 'ada')), /"username": ?"ada"/);

  const invite = (await well(command('invite'))).trim();
  assert.ok(invite.startsWith(`http://localhost:${new URL(served.url).port}/signup?invite=`), invite);
  assert.equal((await fetch(invite)).status, 200);
  const reset = (await well(command('user', 'password', 'ada'))).trim();
  assert.equal((await new Person(served.url).signIn('ada', password)).path, '/signin');
  assert.equal((await fetch(reset)).status, 200);

  await well(command('client', 'add', 'tv', '--public', '--scope', 'watch'));
  assert.match(await well(command('client', 'list')), /^tv /);
  const body = new URLSearchParams({ client_id: 'tv' });
  const known = () => fetch(`${served.url}/oauth/device_authorization`, { method: 'POST', body });
  assert.equal((await known()).status, 200);
  await until('the code is told', async () => /\bissued\b/.test(await well(command('events', '--since', '1h'))));
  await well(command('client', 'remove', 'tv'));

  await well(command('blocks', 'add', '--client', 'bad-tv', '--from', '192.0.2.7'));
  const [, block = ''] = /\n(\S+)/.exec(await well(command('blocks', 'list'))) ?? [];
  await well(command('blocks', 'remove', block));
  await well(command('healthcheck', '--url', served.url));
  assert.match(await well(command('keys', 'export')), /"kid"/);
  await well(command('user', 'remove', 'ada', '--yes'));
  assert.equal(existsSync(join(served.data, 'linkpin.db')), false);
});

test('a command without the keys of the service says where they come from, and makes none', async (t) => {
  const { env, home, command } = await serveDatabase(t);
  const elsewhere = join(home, 'elsewhere');
  const lost = await run(['user', 'list', '--data', elsewhere], env);
  assert.deepEqual([lost.code, lost.stdout], [1, '']);
  assert.match(
    lost.stderr,
    /^There are no secret keys in .*elsewhere\/keys\.json, .*Copy the file of one that runs.*\n$/,
  );
  assert.equal(existsSync(elsewhere), false);

  mkdirSync(elsewhere);
  await well(run(['keys', 'export', join(elsewhere, 'mine.json')], env));
  const other = [{ kid: 'other', secret: Buffer.alloc(32, 7).toString('base64url') }];
  writeFileSync(join(elsewhere, 'keys.json'), JSON.stringify(other), { mode: 0o600 });
  const foreign = await run(['user', 'list', '--data', elsewhere], env);
  assert.match(foreign.stderr, /^The database \S+ is used with other secret keys\. .*\n$/);
  assert.equal((await command('user', 'list')).code, 0);

  const rotated = await command('keys', 'rotate');
  assert.equal(rotated.code, 0);
  assert.match(rotated.stderr, /^Give every process on the database this file, then start each again: /);
});

test('restore says which command of PostgreSQL does it', async (t) => {
  const home = await temporaryFolder(t);
  const env = environment(home, { LINKPIN_STORE: 'postgres://linkpin@127.0.0.1:1/linkpin' });
  const { code, stdout, stderr } = await run(['restore', join(home, 'monday.db')], env);
  assert.deepEqual([code, stdout], [1, '']);
  assert.match(stderr, /^Everything is kept in PostgreSQL, which has a command .*: pg_restore .*\n$/);
});

test('a password is taken from a file or the environment, and never from the command line', async (t) => {
  const { database, env, home } = await serveDatabase(t);
  const { LINKPIN_STORE: url = '', ...others } = env;
  const { password: secret } = new URL(url);
  const bare = Object.assign(new URL(url), { password: '' }).href;
  for (const flag of ['--store', '--store-direct']) {
    const seen = await run(['user', 'list', flag, url], others);
    assert.deepEqual([seen.code, seen.stdout], [1, '']);
    assert.ok(
      seen.stderr.startsWith(`${flag} has a password, which everybody on this machine can read in the list of`),
    );
    assert.equal(seen.stderr.split('\n').length, 2);
    assert.ok(!seen.stderr.includes(secret));
  }

  const file = join(home, 'password');
  writeFileSync(file, `${secret}\n`, { mode: 0o600 });
  const listed = ['user', 'list', '--store', bare];
  await well(run(listed, { ...others, LINKPIN_STORE_PASSWORD_FILE: file }));
  await well(run(listed, { ...others, LINKPIN_STORE_PASSWORD: secret }));
  const none = await run(listed, others);
  assert.match(none.stderr, /asks for the password of the role "linkpin", and none is given\.\n$/);

  const config = await well(run(['config'], env));
  assert.match(
    config,
    new RegExp(`^store +postgres://linkpin:\\*{4}@127\\.0\\.0\\.1:\\d+/${database.name} +LINKPIN_STORE$`, 'm'),
  );
  assert.ok(!config.includes(secret));
});

test('a new key comes to all replicas in two rounds, and what one makes the others can read all the while', async (t) => {
  const { env, home, command, served } = await serveDatabase(t);
  await well(command('user', 'add', 'ada', '--password-stdin'));
  const [mine, theirs] = [join(home, 'data/keys.json'), join(home, 'other/keys.json')];
  mkdirSync(join(home, 'other'));
  copyFileSync(mine, theirs);
  const restart = async ({ child, finished, data }: Served): Promise<Served> => {
    child.kill('SIGTERM');
    await finished;
    return serveAgain(t, { data, env });
  };
  let [one, other] = [served, await serveAgain(t, { data: join(home, 'other'), env })];
  /** A code of each replica is answered at the other one, and its token is good at both. */
  const work = async (): Promise<void> => {
    for (const [asks, answers] of [
      [one, other],
      [other, one],
    ] as const) {
      const device = await waitingDevices.plex(asks.url);
      const ada = new Person(answers.url);
      await ada.signIn('ada', password);
      await ada.answer(device.code, 'yes');
      await until('it has its token', async () => (await device.poll(answers.url)) !== null);
      assert.ok(await device.isSignedIn(asks.url));
    }
  };

  const learning = await command('keys', 'rotate', '--last');
  assert.match(learning.stdout, /^The newest key is \w+\. Older ones: none\.\nTo be used later: \w+\.\n$/);
  const [, next = ''] = /Then: linkpin keys rotate --use (\w+)\n$/.exec(learning.stderr) ?? [];
  for (const round of ['it is learnt', 'it is used']) {
    if (round === 'it is used') {
      const used = JSON.parse(await well(command('keys', 'rotate', '--use', next, '--json'))) as { newest: string };
      assert.equal(used.newest, next);
    }
    copyFileSync(mine, theirs);
    await work();
    one = await restart(one);
    await work();
    other = await restart(other);
    await work();
  }
});

test('the log says when the database is out of reach, and when it is there again', async (t) => {
  const home = await temporaryFolder(t);
  const server = await startServer();
  t.after(() => server[Symbol.asyncDispose]());
  const { url } = await server.freshDatabase();
  const env = environment(home, { LINKPIN_STORE: url });
  const { wrote } = await serveAgain(t, { data: join(home, 'data'), env }, ['--new-keys']);
  await server.pause();
  await wrote('stderr', /"level":40,.*"the database is out of reach: devices that wait go on waiting, .*"/);
  server.resume();
  await wrote('stderr', /"level":30,.*"the database answers again"/);
});
