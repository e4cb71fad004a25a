// A backup, put back on another machine: the drill that docs/upgrade.md asks of an operator, on both engines.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Person } from '../harness/person.ts';
import { freshDatabase } from '../postgres/shared.ts';
import { until } from '../support/until.ts';
import { addUser, environment, password, run, serveAgain, temporaryFolder, type Served } from './linkpin.ts';
import { waitingDevices, type WaitingDevice } from './waiting-device.ts';

/** A service with a person, a device that is linked and one that waits. */
async function lived(served: Served): Promise<{ linked: WaitingDevice; waiting: WaitingDevice }> {
  await addUser(served, 'ada');
  const person = new Person(served.url);
  await person.signIn('ada', password);
  const linked = await waitingDevices.plex(served.url);
  await person.answer(linked.code, 'yes');
  await until('the device is linked', async () => (await linked.poll(served.url)) !== null);
  return { linked, waiting: await waitingDevices.plex(served.url) };
}

/** What has to work at a service that was put back. */
async function goesOn(
  url: string,
  { linked, waiting }: { linked: WaitingDevice; waiting: WaitingDevice },
): Promise<void> {
  assert.ok(await linked.isSignedIn(url), 'the device stays linked');
  const person = new Person(url);
  assert.equal((await person.signIn('ada', password)).path, '/link');
  await person.answer(waiting.code, 'yes');
  await until('who waited is linked', async () => (await waiting.poll(url)) !== null);
}

async function end({ child, finished }: Served): Promise<void> {
  child.kill('SIGKILL');
  await finished;
}

test('a file is put back on another machine, with the copy of its keys, and all goes on', async (t) => {
  const home = await temporaryFolder(t);
  const env = environment(home);
  const [data, elsewhere] = [join(home, 'data'), join(home, 'elsewhere')];
  const [file, keys] = [join(home, 'monday.db'), join(home, 'keys.json')];
  const served = await serveAgain(t, { data, env });
  const devices = await lived(served);
  assert.equal((await run(['keys', 'export', keys, '--data', data], env)).code, 0);
  const backup = await run(['backup', file, '--keys', keys, '--data', data], env);
  assert.deepEqual(
    [backup.code, backup.stdout, backup.stderr],
    [0, `${file}\n`, `The keys in ${keys} are those in use.\n`],
  );
  await end(served);

  const restored = await run(['restore', file, '--data', elsewhere], env);
  assert.equal(restored.code, 0, restored.stderr);
  assert.equal((await run(['user', 'list', '--data', elsewhere], env)).code, 1, 'not without the keys');
  cpSync(keys, join(elsewhere, 'keys.json'));
  const again = await serveAgain(t, { data: elsewhere, env });
  await goesOn(again.url, devices);
  assert.equal((await run(['doctor', '--data', elsewhere, '--port', new URL(again.url).port], env)).code, 0);
});

test('a copy of the keys that is too old is told, and the backup is made all the same', async (t) => {
  const home = await temporaryFolder(t);
  const env = environment(home);
  const [data, keys] = [join(home, 'data'), join(home, 'keys.json')];
  await addUser({ data, env }, 'ada');
  await run(['keys', 'export', keys, '--data', data], env);
  const rotated = await run(['keys', 'rotate', '--json', '--data', data], env);
  const { newest } = JSON.parse(rotated.stdout) as { readonly newest: string };
  const late = await run(['backup', join(home, 'monday.db'), '--keys', keys, '--data', data], env);
  assert.equal(late.code, 1);
  assert.match(late.stderr, new RegExp(`lacks ${newest}, in use now\\. Make a new one: linkpin keys export FILE\\n$`));
  assert.ok(existsSync(join(home, 'monday.db')));
  const none = await run(['backup', join(home, 'tuesday.db'), '--keys', join(home, 'none.json'), '--data', data], env);
  assert.match(none.stderr, /cannot be read \(ENOENT\)/);
  writeFileSync(join(home, 'note'), 'not keys');
  const other = await run(['backup', join(home, 'friday.db'), '--keys', join(home, 'note'), '--data', data], env);
  assert.match(other.stderr, /does not hold linkpin's secret keys/);
});

test('a database is put back by the command that is printed, and all goes on', async (t) => {
  const database = await freshDatabase();
  t.after(async () => database[Symbol.asyncDispose]());
  const home = await temporaryFolder(t);
  const { password: secret } = new URL(database.url);
  const data = join(home, 'data');
  const env = environment(home, { LINKPIN_STORE: database.url, LINKPIN_DATA: data });
  const [file, keys] = [join(home, 'monday.dump'), join(home, 'keys.json')];
  const served = await serveAgain(t, { data, env }, ['--new-keys']);
  const devices = await lived(served);
  assert.equal((await run(['keys', 'export', keys], env)).code, 0);
  const how = await run(['backup', file, '--keys', keys], env);
  assert.equal(how.code, 0, how.stderr);
  assert.ok(!`${how.stdout}${how.stderr}`.includes(secret), 'the password is not told');
  assert.match(how.stderr, /Nothing was copied.*\n(?:.*\n)*.*Archiving is off \(archive_mode\)/);
  assert.match(how.stderr, /The keys in \S+ are those in use\.\n$/);
  const bin = '/usr/lib/postgresql/15/bin';
  const shell = { env: { ...process.env, PATH: `${bin}:${process.env['PATH']}`, PGPASSWORD: secret } };
  execFileSync('sh', ['-c', how.stdout], shell);
  const asJson = await run(['backup', file, '--json'], env);
  assert.deepEqual(JSON.parse(asJson.stdout), { command: how.stdout.trim(), archives: false });
  await end(served);

  const other = await freshDatabase();
  t.after(async () => other[Symbol.asyncDispose]());
  const { hostname, port, username, pathname } = new URL(other.url);
  const into = [`--host=${hostname}`, `--port=${port}`, `--username=${username}`, `--dbname=${pathname.slice(1)}`];
  execFileSync('pg_restore', [...into, '--exit-on-error', file], shell);
  const elsewhere = join(home, 'elsewhere');
  mkdirSync(elsewhere);
  writeFileSync(join(elsewhere, 'keys.json'), readFileSync(keys), { mode: 0o600 });
  const there = environment(home, { LINKPIN_STORE: other.url, LINKPIN_DATA: elsewhere });
  const again = await serveAgain(t, { data: elsewhere, env: there });
  await goesOn(again.url, devices);
});
