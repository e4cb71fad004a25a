// What an operator does with the data folder: copies, keys, settings, health, completions.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import {
  addUser,
  environment,
  password,
  run,
  serve,
  serveAgain,
  start,
  temporaryFolder,
  type Served,
} from './linkpin.ts';
import { Person } from '../harness/person.ts';

async function stop({ child, finished }: Served): Promise<void> {
  child.kill('SIGTERM');
  await finished;
}

test('a backup is taken while the service runs, holds no keys, and puts back what was there', async (t) => {
  const served = await serve(t);
  const { data, env } = served;
  const file = join(data, '..', 'monday.db');
  await addUser(served, 'ada');
  const backup = await run(['backup', file, '--data', data], env);
  assert.deepEqual([backup.code, backup.stdout], [0, `${file}\n`]);
  assert.match(backup.stderr, /The secret keys are not in it\. Keep them elsewhere: linkpin keys export/);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const [key] = JSON.parse(readFileSync(join(data, 'keys.json'), 'utf8')) as readonly { readonly secret: string }[];
  const bytes = readFileSync(file);
  assert.ok(key !== undefined && !bytes.includes(key.secret));
  assert.ok(!bytes.includes(Buffer.from(key.secret, 'base64url')));

  await addUser(served, 'ben');
  const running = await run(['restore', file, '--data', data], env);
  assert.equal(running.code, 1);
  assert.match(running.stderr, /^A service runs on .*linkpin\.db\. Stop it, then restore\.\n$/);
  await stop(served);

  const restored = await run(['restore', file, '--data', data, '--json'], env);
  assert.equal(restored.code, 0, restored.stderr);
  const { database, before } = JSON.parse(restored.stdout) as { readonly database: string; readonly before: string };
  assert.equal(database, join(data, 'linkpin.db'));
  assert.ok(existsSync(before) && restored.stderr.includes(before));
  assert.deepEqual(
    readdirSync(data).filter((name) => name.includes('restoring')),
    [],
  );

  const again = start(['serve', '--port', '0', '--json', '--data', data], env);
  const [line] = await again.wrote('stdout', /^.+\n/);
  const { url } = JSON.parse(line) as { readonly url: string };
  assert.equal((await new Person(url).signIn('ada', password)).path, '/link');
  assert.equal((await new Person(url).signIn('ben', password)).path, '/signin');
  again.child.kill('SIGTERM');
  await again.finished;
});

test('a backup that somebody changed is not restored, and what is in it is told', async (t) => {
  const home = await temporaryFolder(t);
  const [data, file] = [join(home, 'data'), join(home, 'monday.db')];
  const env = environment(home);
  await addUser({ data, env }, 'ada');
  assert.equal((await run(['backup', file, '--data', data], env)).code, 0);
  const before = readFileSync(join(data, 'linkpin.db'));
  const hostile = join(home, 'hostile.db');
  for (const [sql, found] of [
    ["create trigger lure after insert on pins begin update accounts set username = 'eve'; end", 'trigger lure'],
    ['create view accounts_too as select * from accounts', 'view accounts_too'],
    ['create table more (secret text)', 'table more'],
    ['create index pins_more on pins (key) where length(body) > 3', 'index pins_more'],
    [
      'drop trigger events_come; create trigger events_come after insert on events begin select 1; end',
      'trigger events_come',
    ],
    ['alter table accounts add column secret text', 'table accounts'],
  ] as const) {
    copyFileSync(file, hostile);
    const database = new DatabaseSync(hostile);
    database.exec(sql);
    database.close();
    const refused = await run(['restore', hostile, '--data', data], env);
    assert.equal(refused.code, 1, sql);
    assert.match(
      refused.stderr,
      new RegExp(`has what no linkpin puts into a database: .*${found}\\b.*Somebody changed it`),
    );
  }
  assert.ok(before.equals(readFileSync(join(data, 'linkpin.db'))));
});

test('a database whose keys are missing is not served with new ones, but for somebody who says so', async (t) => {
  const served = await serve(t);
  await addUser(served, 'ada');
  const { data, env } = served;
  const file = join(data, '..', 'monday.db');
  await run(['backup', file, '--data', data], env);
  await stop(served);
  const keys = join(data, 'keys.json');
  const kept = readFileSync(keys);
  const elsewhere = join(data, '..', 'vault.json');
  rmSync(keys);
  for (const [args, more, path] of [
    [['user', 'list'], {}, keys],
    [['serve', '--port', '0'], {}, keys],
    [['serve', '--port', '0'], { LINKPIN_KEYS_FILE: elsewhere }, elsewhere],
    [['user', 'add', 'bob', '--password-stdin'], {}, keys],
    [['client', 'add', 'tv'], {}, keys],
    [['invite'], {}, keys],
  ] as const) {
    const { code, stdout, stderr } = await run([...args, '--data', data], { ...env, ...more }, password);
    assert.deepEqual([code, stdout], [1, ''], args.join(' '));
    assert.ok(stderr.startsWith(`There are no secret keys in ${path}, and `), stderr);
    assert.match(stderr, /"linkpin keys export" copied them.*"linkpin serve --new-keys"/);
    assert.equal(existsSync(path), false);
  }

  const restored = await run(['restore', file, '--data', data], env);
  assert.equal(restored.code, 0);
  assert.ok(restored.stderr.includes(`Put them in ${keys} before you start it`), restored.stderr);
  writeFileSync(keys, kept, { mode: 0o600 });
  const again = await run(['restore', file, '--data', data], env);
  assert.ok(again.stderr.includes(`Make sure that those in ${keys} are the same`), again.stderr);
  const inVariable = await run(['restore', file, '--data', data], { ...env, LINKPIN_KEYS: String(kept) });
  assert.match(inVariable.stderr, /LINKPIN_KEYS must hold them/);
  await stop(await serveAgain(t, served));

  rmSync(keys);
  await stop(await serveAgain(t, served, ['--new-keys']));
  assert.ok(existsSync(keys) && !readFileSync(keys).equals(kept));
});

test('a backup never writes over a file, and what is no backup is not put back', async (t) => {
  const served = await serve(t);
  await addUser(served, 'ada');
  await stop(served);
  const { data, env } = served;
  const file = join(data, '..', 'note.txt');
  writeFileSync(file, 'keep me');
  const taken = await run(['backup', file, '--data', data], env);
  assert.deepEqual([taken.code, taken.stderr], [1, `${file} already exists. Choose another name.\n`]);
  assert.equal(readFileSync(file, 'utf8'), 'keep me');
  assert.equal((await run(['backup', '/dev/null/x', '--data', data], env)).code, 1);
  assert.match((await run(['backup', file, '--data', join(data, 'x')], env)).stderr, /^There is no .*--data\.\n$/);

  const before = readFileSync(join(data, 'linkpin.db'));
  for (const [name, words] of [
    [file, /is not a usable linkpin database/],
    [join(data, 'nothing'), /^There is no /],
  ] as const) {
    const { code, stdout, stderr } = await run(['restore', name, '--data', data], env);
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, words);
  }
  assert.ok(before.equals(readFileSync(join(data, 'linkpin.db'))));
});

test('keys export prints or writes the keys, for their owner alone, and makes none', async (t) => {
  const served = await serve(t);
  const { data, env } = served;
  const keys = JSON.parse(readFileSync(join(data, 'keys.json'), 'utf8')) as unknown;
  const printed = await run(['keys', 'export', '--data', data], env);
  assert.deepEqual([printed.code, JSON.parse(printed.stdout), printed.stderr], [0, keys, '']);
  const file = join(data, '..', 'safe.json');
  const written = await run(['keys', 'export', file, '--data', data], env);
  assert.deepEqual([written.code, written.stdout], [0, '']);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), keys);
  assert.match((await run(['keys', 'export', file, '--data', data], env)).stderr, /already exists/);

  const empty = join(data, '..', 'empty');
  const none = await run(['keys', 'export', '--data', empty], env);
  assert.equal(none.code, 1);
  assert.match(none.stderr, /^There are no keys in .*--data\.\n$/);
  assert.equal(existsSync(empty), false);
});

test('keys new makes keys that a service takes, and never writes over a file', async (t) => {
  const home = await temporaryFolder(t);
  const env = environment(home);
  const file = join(home, 'keys.json');
  const made = await run(['keys', 'new', file], env);
  assert.deepEqual([made.code, made.stdout], [0, '']);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const served = await serve(t, [], { LINKPIN_KEYS_FILE: file });
  assert.equal(existsSync(join(served.data, 'keys.json')), false);
  const before = readFileSync(file, 'utf8');
  assert.match((await run(['keys', 'new', file], env)).stderr, /already exists/);
  assert.equal(readFileSync(file, 'utf8'), before);
  const printed = await run(['keys', 'new'], env);
  assert.equal((JSON.parse(printed.stdout) as readonly unknown[]).length, 1);
  assert.notEqual(printed.stdout, before);
});

test('config tells each setting, its value and its source, and masks secrets', async (t) => {
  const home = await temporaryFolder(t);
  const file = join(home, 'linkpin.yml');
  writeFileSync(file, 'name: Home\n');
  const env = environment(home, { LINKPIN_DEMO: 'true', LINKPIN_KEYS: 'a secret' });
  const { code, stdout } = await run(['config', '--port', '99', '--config', file], env);
  assert.equal(code, 0);
  assert.match(stdout, /^SETTING +VALUE +SOURCE\n/);
  for (const row of [
    /^port +99 +--port$/m,
    /^demo +true +LINKPIN_DEMO$/m,
    /^name +Home +linkpin\.yml line 1, name$/m,
    /^host +127\.0\.0\.1 +default$/m,
    /^keys +\*\*\*\* +LINKPIN_KEYS$/m,
  ]) {
    assert.match(stdout, row);
  }
  const json = await run(['config', '--json', '--config', file], env);
  const settings = JSON.parse(json.stdout) as Readonly<Record<string, unknown>>;
  assert.deepEqual(settings['name'], { value: 'Home', source: 'linkpin.yml line 1, name' });
  assert.doesNotMatch(stdout + json.stdout, /a secret/);
  assert.equal((await run(['config', '--port', 'x'], env)).code, 1);
});

test('healthcheck is 0 for a service that works and 1 for everything else', async (t) => {
  const served = await serve(t, ['--public-url', 'https://link.example/base']);
  const { env, url } = served;
  const port = new URL(url).port;
  const well = await run(['healthcheck', '--port', port, '--public-url', 'https://link.example/base'], env);
  assert.deepEqual([well.code, well.stdout], [0, 'ready\n'], well.stderr);
  const json = await run(['healthcheck', '--json', '--url', `${new URL(url).origin}/base`], env);
  assert.equal(json.code, 0, json.stderr);
  assert.equal((JSON.parse(json.stdout) as { readonly ready: boolean }).ready, true);

  await stop(served);
  const gone = await run(['healthcheck', '--port', port], env);
  assert.deepEqual([gone.code, gone.stdout], [1, '']);
  assert.match(gone.stderr, /^Nothing answers at http:\/\/127\.0\.0\.1:\d+\. Is the service running there/);

  const other = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1');
  await once(other, 'listening');
  t.after(() => void other.close());
  const wrong = await run(['healthcheck', '--url', `127.0.0.1:${(other.address() as AddressInfo).port}`], env);
  assert.equal(wrong.code, 1);
  assert.match(wrong.stderr, /^What answers at .* is not linkpin/);
});

test('completions complete, in bash, zsh and fish', async (t) => {
  const home = await temporaryFolder(t);
  const env = environment(home);
  const script = async (shell: string): Promise<string> => {
    const { code, stdout } = await run(['completion', shell], env);
    assert.equal(code, 0);
    writeFileSync(join(home, shell), stdout);
    return join(home, shell);
  };
  const ask = (command: string, ...args: readonly string[]): string => {
    const { stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', env: { ...env, HOME: home } });
    assert.equal(error, undefined, 'these tests need bash, zsh and fish: on Debian, apt-get install');
    return stdout + stderr;
  };
  const bash = await script('bash');
  const inBash = (...words: readonly string[]): string =>
    ask(
      'bash',
      '-c',
      `source ${bash}; COMP_WORDS=(linkpin ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _linkpin; echo "\${COMPREPLY[@]}"`,
    );
  assert.equal(inBash('who'), 'whoami\n');
  assert.equal(inBash('devices', 're'), 'rename revoke\n');
  assert.equal(inBash('login', '--ap'), '--approver\n');
  assert.equal(inBash('user', 'add', '--ad'), '--admin\n');

  const fish = await script('fish');
  const inFish = (line: string): readonly string[] =>
    ask('fish', '--no-config', '-c', `source ${fish}; complete -C '${line}'`)
      .trim()
      .split('\n')
      .map((found) => found.split('\t')[0] ?? '');
  assert.deepEqual(inFish('linkpin who'), ['whoami']);
  assert.deepEqual(inFish('linkpin login --ap'), ['--approver']);
  assert.ok(inFish('linkpin devices re').includes('revoke'));

  const zsh = await script('zsh');
  const inZsh = (...words: readonly string[]): string =>
    ask(
      'zsh',
      '-f',
      '-c',
      `compdef() { :; }; compadd() { shift; print -r -- "$@"; }; _files() { :; }; source ${zsh}; words=(linkpin ${words.map((word) => `'${word}'`).join(' ')}); CURRENT=${words.length + 1}; _linkpin`,
    );
  assert.match(inZsh('who'), /\bwhoami\b/);
  assert.match(inZsh('devices', 're'), /^list rename revoke --server/);
  assert.match(inZsh('user', 'add', '--ad'), /--admin/);

  const { code, stderr } = await run(['completion', 'tcsh'], env);
  assert.equal(code, 1);
  assert.match(stderr, /Allowed choices are bash, zsh, fish/);
});
