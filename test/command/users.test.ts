// What an operator does with accounts, while the service runs.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createKeys, makeSecretKey, openSqliteStore } from '@linkpin/server';
import { aPasskey } from '../../packages/server/src/stores/contract/samples.ts';
import { addUser, password, run, serve, start } from './linkpin.ts';
import { Person } from '../harness/person.ts';

type T = Parameters<typeof serve>[0];

/** A service with ada, signed in in a browser and with one device. */
async function home(t: T) {
  const served = await serve(t);
  await addUser(served, 'ada');
  const ada = new Person(served.url);
  await ada.signIn('ada', password);
  const login = start(['login', '--server', served.url], served.env);
  const [, code = ''] = await login.wrote('stderr', /^Code: (\w+)\n/);
  await ada.answer(code, 'yes');
  assert.equal((await login.finished).code, 0);
  return { served, ada };
}

test('user list tells who has an account and how many devices', async (t) => {
  const { served } = await home(t);
  await run(
    ['user', 'add', 'ben', '--email', 'ben@example.org', '--admin', '--password-stdin', '--data', served.data],
    served.env,
    password,
  );
  const slip = join(served.data, 'slip');
  for (const words of [['list'], ['remove', 'ada', '--yes'], ['password', 'ada']]) {
    const refused = await run(['user', ...words, '--data', slip], served.env);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /^There is no .*linkpin\.db\. Name the folder .*--data\.\n$/);
  }
  assert.equal(existsSync(slip), false);
  const { code, stdout, stderr } = await run(['user', 'list', '--data', served.data], served.env);
  assert.deepEqual([code, stderr], [0, '']);
  assert.deepEqual(
    stdout.split('\n').map((line) => line.split(/ +/)),
    [
      ['NUMBER', 'NAME', 'E-MAIL', 'ADMIN', 'DEVICES'],
      ['1', 'ada', '-', 'no', '1'],
      ['2', 'ben', 'ben@example.org', 'yes', '0'],
      [''],
    ],
  );
  const json = await run(['user', 'list', '--json', '--data', served.data], served.env);
  assert.deepEqual(JSON.parse(json.stdout), [
    { number: 1, username: 'ada', email: null, isAdmin: false, devices: 1 },
    { number: 2, username: 'ben', email: 'ben@example.org', isAdmin: true, devices: 0 },
  ]);
});

test('user remove wants to be meant, and then ends the account, its browsers and its devices', async (t) => {
  const { served, ada } = await home(t);
  const { data, env } = served;
  const asked = await run(['user', 'remove', 'ADA', '--data', data], env);
  assert.deepEqual(
    [asked.code, asked.stdout, asked.stderr],
    [1, '', 'This ends the account ada and its devices, 1 of them, permanently. To confirm, add --yes.\n'],
  );
  assert.equal((await run(['whoami'], env)).stdout, 'ada\n');
  const done = await run(['user', 'remove', 'ada', '--yes', '--data', data], env);
  assert.deepEqual(
    [done.code, done.stdout],
    [0, 'ada no longer has an account. Devices signed out: 1.\n'],
    done.stderr,
  );
  assert.equal((await run(['whoami'], env)).code, 4);
  assert.equal((await ada.get('/link')).path, '/signin');
  assert.equal((await ada.signIn('ada', password)).status, 422);
  const again = await run(['user', 'remove', 'ada', '--yes', '--data', data], env);
  assert.deepEqual(
    [again.code, again.stderr],
    [1, 'There is no account called ada. "linkpin user list" shows who is.\n'],
  );
});

test('user password makes a link that works once, and signs out; devices linked by code stay', async (t) => {
  const { served, ada } = await home(t);
  const { data, url } = served;
  const env = { ...served.env, LINKPIN_PORT: new URL(url).port };
  const script = await fetch(`${url}/api/v2/users/signin.json`, {
    method: 'POST',
    headers: { 'x-plex-client-identifier': 'script' },
    body: new URLSearchParams({ login: 'ada', password }),
  });
  const { authToken } = (await script.json()) as { readonly authToken: string };
  const ping = async () => (await fetch(`${url}/api/v2/ping`, { headers: { 'x-plex-token': authToken } })).status;
  assert.equal(await ping(), 200);

  const made = await run(['user', 'password', 'ada', '--data', data], env);
  assert.equal(made.code, 0, made.stderr);
  assert.match(
    made.stderr,
    /^Send this to ada\. It works once, and for 24 hours\.\nThe old password and passkeys no longer work\. .*\nIt only opens on this machine/,
  );
  const { host, pathname, search } = new URL(made.stdout);
  const link = `${pathname}${search}`;
  assert.deepEqual([host, link.split('=')[0]], [`localhost:${new URL(url).port}`, '/reset?key']);
  assert.equal((await ada.get('/link')).path, '/signin');
  assert.equal(await ping(), 401);
  assert.equal((await run(['whoami'], env)).stdout, 'ada\n');
  assert.equal((await ada.signIn('ada', password)).status, 422, 'the old password stops at once');

  const short = await ada.fillIn(await ada.get(link), { password: 'short' });
  assert.equal(short.status, 422);
  const changed = await ada.fillIn(await ada.get(link), { password: 'a new good one' });
  assert.equal(changed.path, '/signin');
  assert.equal((await ada.signIn('ada', password)).status, 422);
  assert.equal((await ada.signIn('ada', 'a new good one')).path, '/link');
  assert.equal((await ada.get(link)).status, 404);

  const json = await run(
    ['user', 'password', 'ada', '--json', '--public-url', 'https://l.example', '--data', data],
    env,
  );
  const told = JSON.parse(json.stdout) as { readonly username: string; readonly url: string };
  assert.equal(told.username, 'ada');
  assert.ok(told.url.startsWith('https://l.example/reset?key='));
  assert.equal((await run(['user', 'password', 'eve', '--data', data], env)).code, 1);
});

test('user export prints what the person would get, and events tells the operator who did what', async (t) => {
  const { served } = await home(t);
  const { data, env } = served;
  const exported = await run(['user', 'export', 'ADA', '--data', data], env);
  assert.deepEqual([exported.code, exported.stderr], [0, '']);
  const all = JSON.parse(exported.stdout) as { account: object; devices: object[]; events: { kind: string }[] };
  assert.deepEqual([all.devices.length, all.events.length], [1, 3]);
  assert.deepEqual(
    all.events.map(({ kind }) => kind),
    ['redeemed', 'approved', 'opened'],
  );
  assert.equal((await run(['user', 'export', 'ben', '--data', data], env)).code, 1);

  const events = (...words: string[]) => run(['events', '--data', data, ...words], env);
  const told = await events('--kind', 'approved', '--kind', 'opened');
  assert.deepEqual([told.code, told.stderr], [0, '']);
  assert.match(
    told.stdout,
    /^WHEN +WHAT +COUNT +WHO +DEVICE +FROM\n\S+Z +opened +1 +ada .*\n\S+Z +approved +1 +ada .*\n$/,
  );
  const json = await events('--json', '--limit', '2', '--since', '1h');
  const lines = json.stdout.split('\n').slice(0, -1);
  assert.equal(lines.length, 2);
  for (const line of lines) assert.ok(!('account' in (JSON.parse(line) as object)));
  for (const wrong of [
    ['--kind', 'approve'],
    ['--since', 'yesterday'],
    ['--limit', '0'],
  ]) {
    const refused = await events(...wrong);
    assert.deepEqual([refused.code === 0, refused.stdout], [false, '']);
  }

  await run(['user', 'remove', 'ada', '--yes', '--data', data], env);
  const after = await events('--json', '--kind', 'opened', '--kind', 'approved', '--kind', 'redeemed');
  assert.ok(after.stdout.includes('"approved"'), 'what happened is still counted');
  for (const trace of ['ada', '127.0.0.1']) assert.ok(!after.stdout.includes(trace), trace);
});

test('user passkeys lists what an account has, and takes one away, even the last', async (t) => {
  const { served } = await home(t);
  const { data, env } = served;
  const none = await run(['user', 'passkeys', 'ada', '--data', data], env);
  assert.deepEqual([none.code, none.stdout.trim().split(/ +/)], [0, ['NAME', 'DOMAIN', 'ADDED', 'USED', 'ID']]);
  const store = await openSqliteStore({ file: join(data, 'linkpin.db'), keys: createKeys([makeSecretKey()]) });
  const ada = await store.accounts.bySignInName('ada');
  assert.ok(ada);
  const passkey = aPasskey({ account: ada.id, domain: 'localhost', name: 'Phone\u202E' });
  assert.equal(await store.passkeys.add(passkey, ada.passwordHash), 'added');
  await store.close();
  const listed = await run(['user', 'passkeys', 'ADA', '--json', '--data', data], env);
  const { username, passkeys } = JSON.parse(listed.stdout) as { username: string; passkeys: { id: string }[] };
  assert.deepEqual([username, passkeys.map(({ id }) => id)], ['ada', [passkey.id]]);
  assert.ok(!listed.stdout.includes(passkey.publicKey) && !listed.stdout.includes(passkey.handle));
  const wrong = await run(['user', 'passkeys', 'ada', '--remove', 'none', '--data', data], env);
  assert.deepEqual([wrong.code, wrong.stdout], [1, '']);
  assert.match(wrong.stderr, /^ada has no passkey none\. All that there are: linkpin user passkeys ada\n$/);
  const gone = await run(['user', 'passkeys', 'ada', '--remove', passkey.id, '--data', data], env);
  assert.deepEqual([gone.code, gone.stdout], [0, 'ada no longer has that passkey.\n']);
  const events = await run(['events', '--json', '--data', data], env);
  assert.match(events.stdout, /passkey-removed/);
});
