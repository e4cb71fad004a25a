import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { createConnection, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import {
  addUser,
  bin,
  environment,
  password,
  root,
  run,
  serve,
  serveAgain,
  start,
  temporaryFolder,
} from './linkpin.ts';
import { Person } from '../harness/person.ts';

test('serve prints one line of JSON, and its set-up link makes the first account once', async (t) => {
  const served = await serve(t);
  assert.match(served.url, /^http:\/\/127\.0\.0\.1:\d+$/);
  const setUpUrl = served.setUpUrl ?? '';
  const named = served.url.replace('127.0.0.1', 'localhost');
  assert.ok(setUpUrl.startsWith(`${named}/setup?token=`), 'by the name at which browsers have passkeys');
  const ada = new Person(named);
  const made = await ada.fillIn(await ada.get(setUpUrl), { username: 'ada', password });
  assert.equal(made.status, 200);
  assert.equal((await new Person(served.url).signIn('ada', password)).path, '/link');
  const eve = new Person(served.url);
  assert.deepEqual(
    (await eve.get(setUpUrl)).forms.filter(({ names }) => names.has('password')),
    [],
  );
  served.child.kill('SIGTERM');
  const { stdout } = await served.finished;
  assert.equal(stdout.split('\n').length, 2);
});

test('user add works while the service runs, and that person signs in', async (t) => {
  const served = await serve(t);
  const { data, env } = served;
  const added = await run(
    ['user', 'add', 'ada', '--email', 'ada@example.org', '--password-stdin', '--data', data],
    env,
    `${password}\r\n`,
  );
  assert.deepEqual(added, { code: 0, signal: null, stdout: 'ada has an account.\n', stderr: '' });
  assert.equal((await new Person(served.url).signIn('ada@example.org', password)).path, '/link');
  assert.equal((await new Person(served.url).signIn('ada', `${password} `)).status, 422);
});

test('user add --admin --json tells the account', async (t) => {
  const home = await temporaryFolder(t);
  const data = join(home, 'data');
  const args = ['user', 'add', 'root', '--admin', '--password-stdin', '--json', '--data', data];
  const { code, stdout, stderr } = await run(args, environment(home), password);
  assert.equal(code, 0);
  assert.deepEqual(JSON.parse(stdout), { number: 1, username: 'root', email: null, isAdmin: true });
  assert.equal(stderr, `There was no ${data}; it was made.\n`);
});

test('user add says what is wrong: names, passwords, no terminal', async (t) => {
  const served = await serve(t);
  await addUser(served, 'ada');
  const { data, env } = served;
  const refused = async (args: readonly string[], input: string, words: RegExp): Promise<void> => {
    const { code, stdout, stderr } = await run(['user', 'add', ...args, '--data', data], env, input);
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, words);
    assert.equal(stderr.trimEnd().split('\n').length, 1);
  };
  await refused(['ADA', '--password-stdin'], password, /an account with the name ADA already/);
  await refused(['bob', '--password-stdin'], 'short', /too short. Take 8/);
  await refused(['bob', '--password-stdin'], '', /No password came on stdin/);
  await refused(['bob', '--password-stdin'], 'x'.repeat(2000), /too long/);
  await refused(['bob', '--password-stdin'], 'x'.repeat(20_000), /too long/);
  await refused(['b b', '--password-stdin'], password, /cannot be a name/);
  await refused(['bob', '--email', 'nobody', '--password-stdin'], password, /not an e-mail address/);
  await refused(['bob'], '', /Pipe it in, with --password-stdin/);
});

test('an invite lets one person in, once', async (t) => {
  const served = await serve(t);
  await addUser(served, 'ada');
  const { code, stdout, stderr } = await run(['invite', '--data', served.data], served.env);
  assert.equal(code, 0);
  assert.match(stdout, /^http:\/\/localhost:\d+\/signup\?invite=[\w-]{43}\n$/);
  assert.match(stderr, /works once, and for seven days/);
  const bob = new Person(new URL(stdout).origin);
  const made = await bob.fillIn(await bob.get(stdout.trim()), { username: 'bob', password });
  assert.equal(made.status, 200);
  assert.equal((await new Person(served.url).signIn('bob', password)).path, '/link');
  const eve = new Person(served.url);
  assert.deepEqual(
    (await eve.get(stdout.trim())).forms.filter(({ names }) => names.has('password')),
    [],
  );
});

test('links of the command have the address that the service stored, unless a public URL is given', async (t) => {
  const served = await serve(t);
  await addUser(served, 'ada');
  const { data, env } = served;
  const linkOf = async (...args: readonly string[]): Promise<{ link: string; stderr: string }> => {
    const { code, stdout, stderr } = await run([...args, '--data', data], env);
    assert.equal(code, 0, stderr);
    return { link: stdout.trim(), stderr };
  };
  // A browser has passkeys at this name, and none at the bare address.
  const named = served.url.replace('127.0.0.1', 'localhost');
  const onlyHere = /It only opens on this machine: give --public-url/;
  for (const args of [['invite'], ['user', 'password', 'ada']]) {
    const { link, stderr } = await linkOf(...args);
    assert.ok(link.startsWith(`${named}/`), link);
    assert.match(stderr, onlyHere);
    assert.equal((await fetch(link)).status, 200);
    const given = await linkOf(...args, '--public-url', 'https://given.example');
    assert.ok(given.link.startsWith('https://given.example/'), given.link);
  }
  served.child.kill('SIGTERM');
  await served.finished;
  assert.equal(statSync(join(data, 'address.json')).mode & 0o777, 0o600);

  const beyond = await serveAgain(t, served, ['--public-url', 'https://Link.example/Base/']);
  for (const args of [['invite'], ['user', 'password', 'ada']]) {
    const { link, stderr } = await linkOf(...args);
    assert.ok(link.startsWith('https://link.example/Base/'), link);
    assert.doesNotMatch(stderr, onlyHere);
  }
  beyond.child.kill('SIGTERM');
  await beyond.finished;
  for (const nonsense of ['nonsense', '{"url":7}', '{"url":"file:///etc"}']) {
    writeFileSync(join(data, 'address.json'), nonsense);
    assert.ok((await linkOf('invite')).link.startsWith('http://localhost:4747/'), nonsense);
  }
});

test('an invite has the public URL, and none is made where it would not work', async (t) => {
  const home = await temporaryFolder(t);
  const env = environment(home, { LINKPIN_DATA: join(home, 'data') });
  const made = await run(['invite', '--json', '--public-url', 'https://l.example/base/'], env);
  const { url, expiresAt } = JSON.parse(made.stdout) as { readonly url: string; readonly expiresAt: string };
  assert.ok(url.startsWith('https://l.example/base/signup?invite='));
  assert.ok(Date.parse(expiresAt) > Date.now());
  const refused = await run(['invite'], { ...env, LINKPIN_REGISTRATION: 'off' });
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /Registration is off/);
});

test('serve tells a person where, how to begin and how to let a phone in', async (t) => {
  const home = await temporaryFolder(t);
  const data = join(home, 'data');
  const running = start(['serve', '--port', '0', '--data', data, '--demo'], environment(home));
  const [text] = await running.wrote('stderr', /^[\s\S]*Ctrl-C stops it\.\n/);
  const url = /serves (http:\/\/localhost:\d+)/.exec(text)?.[1] ?? '';
  assert.match(text, new RegExp(`works once, and for an hour:\n    ${url}/setup\\?token=`));
  assert.ok(text.includes(`${url}/tv`) && text.includes(`${url}/link`) && text.includes(data));
  const { port } = new URL(url);
  assert.match(
    text,
    new RegExp(`linkpin serve .*--port ${port} --host 0\\.0\\.0\\.0 --public-url http://\\S+:${port} --insecure-http`),
  );
  assert.doesNotMatch(text, /\u001b/);
  assert.equal((await fetch(`${url}/tv`)).status, 200);
  running.child.kill('SIGINT');
  const { code, stdout } = await running.finished;
  assert.deepEqual([code, stdout], [0, '']);
});

test('npm start and npx are told how to start again as they were started', async (t) => {
  for (const [event, args, words] of [
    ['start', ['serve', '--demo', '--data', './data', '--port', '0'], /\n {4}npm start -- --port \d+ --host/],
    ['npx', ['--port', '0', '--data', './data'], /\n {4}npx linkpin --data \.\/data --port \d+ --host/],
  ] as const) {
    const home = await temporaryFolder(t);
    const running = start(args, environment(home, { npm_lifecycle_event: event }), '', home);
    const [text] = await running.wrote('stderr', /^[\s\S]*Ctrl-C stops it\.\n/);
    running.child.kill('SIGTERM');
    await running.finished;
    assert.match(text, words);
  }
});

test('the data folder and what is in it are for their owner alone', async (t) => {
  const { data } = await serve(t);
  assert.equal(statSync(data).mode & 0o777, 0o700);
  for (const file of ['linkpin.db', 'keys.json']) assert.equal(statSync(join(data, file)).mode & 0o777, 0o600);
});

test('keys can lie elsewhere, and then none are in the data folder', async (t) => {
  const home = await temporaryFolder(t);
  const data = join(home, 'data');
  const keys = join(home, 'keys.json');
  const running = start(
    ['serve', '--port', '0', '--json', '--data', data],
    environment(home, { LINKPIN_KEYS_FILE: keys }),
  );
  await running.wrote('stdout', /\n/);
  running.child.kill('SIGTERM');
  await running.finished;
  assert.equal(existsSync(keys), true);
  assert.equal(existsSync(join(data, 'keys.json')), false);
});

test('SIGTERM lets what was begun finish, and leaves with 0', async (t) => {
  const served = await serve(t);
  await addUser(served, 'ada');
  const body = new URLSearchParams({ name: 'ada', password }).toString();
  const { hostname, port } = new URL(served.url);
  const socket = createConnection({ host: hostname, port: Number(port) });
  let answer = '';
  socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
  socket.write(
    `POST /signin HTTP/1.1\r\nHost: ${hostname}:${port}\r\nOrigin: ${served.url}\r\nConnection: close\r\n` +
      `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 5)}`,
  );
  await fetch(`${served.url}/healthz`); // what came before has arrived
  served.child.kill('SIGTERM');
  await served.wrote('stderr', /Stopping/);
  socket.write(body.slice(5));
  await once(socket, 'close');
  assert.match(answer, /^HTTP\/1\.1 30\d /);
  const { code, signal } = await served.finished;
  assert.deepEqual([code, signal], [0, null]);
});

test('a second signal does not wait', async (t) => {
  const served = await serve(t);
  const { hostname, port } = new URL(served.url);
  const socket = createConnection({ host: hostname, port: Number(port) });
  socket.on('error', () => {});
  socket.write('POST /signin HTTP/1.1\r\n');
  await fetch(`${served.url}/healthz`);
  served.child.kill('SIGINT');
  await served.wrote('stderr', /Press Ctrl-C again to stop now/);
  served.child.kill('SIGINT');
  assert.equal((await served.finished).code, 130);
  socket.destroy();
});

/** Runs `serve`, which must fail with one sentence. */
async function failure(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const { code, stdout, stderr } = await run(['serve', ...args], env);
  assert.deepEqual([code, stdout], [1, '']);
  assert.doesNotMatch(stderr, /\n\s+at /, 'a stack is no answer');
  return stderr;
}

test('a port that is taken is told, with what to do', async (t) => {
  const other = createServer().listen(0, '127.0.0.1');
  t.after(() => void other.close());
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const home = await temporaryFolder(t);
  assert.equal(
    await failure(['--port', String(port), '--data', join(home, 'data')], environment(home)),
    `Port ${port} of 127.0.0.1 is taken. Is linkpin running already? Choose another with --port, or let --port 0 find a free one.\n`,
  );
});

test('a data folder, database or key file that cannot be used is told, and left as it is', async (t) => {
  const { data, env, child, finished } = await serve(t);
  child.kill('SIGTERM');
  await finished;
  const args = ['--port', '0', '--data', data];
  assert.match(await failure(['--data', '/dev/null/x'], env), /^\/dev\/null\/x is not a folder.*--data\.\n$/);

  writeFileSync(join(data, 'keys.json'), 'nonsense');
  assert.match(await failure(args, env), /keys\.json does not hold linkpin's secret keys.*\n$/);
  assert.equal((await run(['user', 'add', 'ada', '--password-stdin', '--data', data], env, password)).code, 1);

  const home = await temporaryFolder(t);
  writeFileSync(join(home, 'linkpin.db'), 'this is no database, and it is long enough to see that'.repeat(40));
  assert.match(await failure(['--port', '0', '--data', home], env), /^The database in .* cannot be used: .*\n$/);
});

test('a store of a newer linkpin is refused with a sentence', async (t) => {
  const { data, env, child, finished } = await serve(t);
  child.kill('SIGTERM');
  await finished;
  const database = new DatabaseSync(join(data, 'linkpin.db'));
  database.exec("insert into kysely_migration (name, timestamp) values ('9999-future', '2030-01-01T00:00:00Z')");
  // One that only added something would be served.
  database.exec("update oldest_reader set migration = '9999-future'");
  database.close();
  assert.match(
    await failure(['--port', '0', '--data', data], env),
    /made by a newer linkpin.*Install that version.*\n$/,
  );
});

test('settings that cannot be are told all at once, wherever they stand', async (t) => {
  const home = await temporaryFolder(t);
  const config = join(home, 'linkpin.yml');
  writeFileSync(config, 'publicURL: https://l.example\nport: many\n');
  const stderr = await failure(['--config', config, '--accent', 'red'], environment(home, { LINKPIN_DEMO: 'perhaps' }));
  assert.deepEqual(stderr.trimEnd().split('\n').toSorted(), [
    '--accent is "red", but it must be a colour such as #2b6cb0.',
    'LINKPIN_DEMO is "perhaps", but it must be true or false.',
    'linkpin.yml line 1 has publicURL, which is not a setting. Did you mean publicUrl?',
    'linkpin.yml line 2, port is "many", but it must be a whole number.',
  ]);
  const contrary = await failure(['--public-url', 'http://l.example', '--data', join(home, 'd')], environment(home));
  assert.match(contrary, /plain http.*Use https, or say --insecure-http/);
});

test('somebody who reads only the first line is no mistake', async (t) => {
  const env = environment(await temporaryFolder(t));
  const child = spawn(process.execPath, [bin, 'serve', '--help'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  const [code] = (await once(child, 'exit')) as [number | null];
  assert.deepEqual([code, await text(child.stderr)], [0, '']);
});

test('every help says what it is for and shows examples; a slip of the pen is understood', async (t) => {
  const env = environment(await temporaryFolder(t));
  const user = ['add', 'list', 'remove', 'password'].map((part) => `user ${part}`);
  const operator = ['serve', 'invite', 'config', 'backup', 'restore', 'keys export', 'healthcheck', 'completion'];
  const device = ['login', 'whoami', 'status', 'logout', 'approve', 'deny', 'devices', 'devices rename'];
  for (const command of ['', ...user, ...operator, ...device]) {
    const words = command.split(' ').filter((word) => word !== '');
    const { code, stdout, stderr } = await run([...words, '--help'], env);
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /Examples?:\n {2}(source <\()?linkpin/, command);
    for (const line of stdout.split('\n')) assert.ok(line.length <= 80, line);
  }
  assert.equal((await run(['help', 'invite'], env)).stdout, (await run(['invite', '--help'], env)).stdout);
  assert.match((await run(['--version'], env)).stdout, /^\d+\.\d+\.\d+\n$/);
  const unknown = await run(['srve'], env);
  assert.equal(unknown.code, 1);
  assert.match(unknown.stderr, /unknown command 'srve'\n\(Did you mean serve\?\)/);
  const flag = await run(['serve', '--prot', '1'], env);
  assert.equal(flag.code, 1);
  assert.match(flag.stderr, /unknown option '--prot'\n\(Did you mean --port\?\)\n"linkpin serve --help" shows more\./);
});

test('an old Node is told which one is needed, in one sentence', () => {
  const node20 = join(root, 'tooling/node20/node_modules/.bin/node');
  assert.ok(existsSync(node20), `there is no ${node20}: npm test brings it`);
  const { status, stdout, stderr } = spawnSync(node20, [bin, 'serve'], { encoding: 'utf8' });
  assert.deepEqual([status, stdout], [1, '']);
  assert.match(stderr, /^linkpin needs Node\.js 24\.7 or newer, and this is 20\.[\d.]+\. Get one from .+\n$/);
});
