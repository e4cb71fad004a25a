// What somebody does who is signed in on this machine.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { addUser, password, run, serve, start, type Served } from './linkpin.ts';
import { Person } from '../harness/person.ts';

type T = Parameters<typeof serve>[0];

async function signedIn(t: T, ...more: readonly string[]): Promise<{ readonly served: Served; readonly ada: Person }> {
  const served = await serve(t);
  await addUser(served, 'ada');
  const ada = new Person(served.url);
  await ada.signIn('ada', password);
  const login = start(['login', '--server', served.url, ...more], served.env);
  const [, code = ''] = await login.wrote('stderr', /^Code: (\w+)\n/);
  const question = await ada.typeCode(code);
  await ada.fillIn(question, { mine: 'on', answer: 'yes', ...(more.includes('--approver') ? { approver: 'on' } : {}) });
  assert.equal((await login.finished).code, 0);
  return { served, ada };
}

const tokenOf = ({ env, url }: Served): string => {
  const text = readFileSync(join(env['XDG_CONFIG_HOME'] ?? '', 'linkpin', 'hosts.json'), 'utf8');
  const { hosts } = JSON.parse(text) as { readonly hosts: Readonly<Record<string, { readonly token?: string }>> };
  return hosts[url]?.token ?? '';
};

async function newCode({ url }: Served, clientId: string): Promise<{ readonly id: number; readonly code: string }> {
  const headers = { 'x-plex-client-identifier': clientId, 'x-plex-device-name': clientId, accept: 'application/json' };
  return (await (await fetch(`${url}/api/v2/pins`, { method: 'POST', headers })).json()) as {
    id: number;
    code: string;
  };
}

const look = ({ url }: Served, id: number, clientId: string): Promise<Response> =>
  fetch(`${url}/api/v2/pins/${id}`, { headers: { 'x-plex-client-identifier': clientId, accept: 'application/json' } });

test('whoami and status tell who and where, and find the server by themselves', async (t) => {
  const { served } = await signedIn(t);
  const { env, url } = served;
  const kept = join(env['XDG_CONFIG_HOME'] ?? '', 'linkpin', 'hosts.json');
  const who = await run(['whoami'], env);
  assert.deepEqual([who.code, who.stdout, who.stderr], [0, 'ada\n', '']);
  assert.deepEqual(JSON.parse((await run(['whoami', '--json'], env)).stdout), {
    server: url,
    id: 1,
    username: 'ada',
    email: null,
  });
  const status = await run(['status'], env);
  assert.deepEqual(
    [status.code, status.stdout, status.stderr],
    [0, `Server     ${url}\nUser       ada\nToken      valid\nStored in  ${kept}\n`, ''],
  );
  const json = await run(['status', '--json'], env);
  assert.deepEqual(JSON.parse(json.stdout), { server: url, user: 'ada', keptIn: kept, token: 'valid' });
  assert.doesNotMatch(json.stdout + status.stdout, new RegExp(tokenOf(served)));
});

test('nobody signed in is exit code 4, and a sentence with the command that signs in', async (t) => {
  const served = await serve(t);
  const { env, url } = served;
  for (const args of [['whoami'], ['status'], ['logout'], ['approve', '7RQZ'], ['deny', '7RQZ'], ['devices']]) {
    const { code, stderr } = await run([...args, '--server', url], env);
    assert.equal(code, 4, args[0]);
    assert.equal(stderr, `You are not signed in at ${url}. Sign in with: linkpin login --server ${url}\n`);
  }
  const { stdout } = await run(['status', '--json', '--server', url], env);
  assert.deepEqual(JSON.parse(stdout), { server: url, user: null, keptIn: null, token: 'none' });
});

test('LINKPIN_TOKEN beats the token that is kept, and no command empties it', async (t) => {
  const { served } = await signedIn(t);
  const token = tokenOf(served);
  const bare = { ...served.env, XDG_CONFIG_HOME: join(served.data, 'elsewhere'), LINKPIN_SERVER: served.url };
  for (const end of ['', '\n', '\r\n']) {
    assert.equal((await run(['whoami'], { ...bare, LINKPIN_TOKEN: `${token}${end}` })).stdout, 'ada\n');
    assert.equal((await run(['devices'], { ...bare, LINKPIN_TOKEN: `${token}${end}` })).code, 0);
  }
  for (const odd of [`${token}\n${token}`, `Bearer ${token}`, 'töken']) {
    const { code, stderr } = await run(['devices'], { ...bare, LINKPIN_TOKEN: odd });
    assert.deepEqual(
      [code, stderr.startsWith('LINKPIN_TOKEN holds something else than one token.')],
      [4, true],
      stderr,
    );
  }
  const wrong = { ...served.env, LINKPIN_TOKEN: 'x'.repeat(20) };
  for (const args of [['whoami'], ['status'], ['devices'], ['approve', '7RQZ']]) {
    const { code, stderr } = await run(args, wrong);
    assert.equal(code, 4, args[0]);
    assert.match(stderr, /does not accept the token in LINKPIN_TOKEN\. Unset it/);
  }
  const logout = await run(['logout'], { ...served.env, LINKPIN_TOKEN: token });
  assert.equal(logout.code, 1);
  assert.match(logout.stderr, /Unset it/);
  assert.equal((await run(['whoami'], served.env)).stdout, 'ada\n');
});

test('a token that was revoked is invalid, and a server out of reach is unknown', async (t) => {
  const { served } = await signedIn(t);
  const { env, url } = served;
  await fetch(`${url}/api/v2/users/signout`, { method: 'DELETE', headers: { 'x-plex-token': tokenOf(served) } });
  const invalid = await run(['status', '--json'], env);
  assert.equal(invalid.code, 4);
  assert.equal((JSON.parse(invalid.stdout) as { token: string }).token, 'invalid');
  assert.match(invalid.stderr, /no longer accepts this machine's token\. Sign in with: linkpin login/);

  served.child.kill('SIGTERM');
  await served.finished;
  const unknown = await run(['status', '--json'], env);
  assert.equal(unknown.code, 1);
  assert.equal((JSON.parse(unknown.stdout) as { token: string }).token, 'unknown');
  assert.match(unknown.stderr, /Nothing is running there\. Is the service running/);
  assert.equal((await run(['whoami'], env)).code, 1);

  const forgotten = await run(['logout'], env);
  assert.deepEqual([forgotten.code, forgotten.stdout], [0, `Signed out of ${url}\n`]);
  assert.match(forgotten.stderr, /The server was not told: .*\nEnd this machine on its page of devices/);
  assert.equal(tokenOf(served), '');
});

test('logout ends the token on the server and forgets it, but not who this machine is', async (t) => {
  const { served } = await signedIn(t);
  const token = tokenOf(served);
  const { code, stdout } = await run(['logout', '--json'], served.env);
  assert.equal(code, 0);
  assert.deepEqual(JSON.parse(stdout), { server: served.url, told: true });
  const answer = await fetch(`${served.url}/api/v2/ping`, { headers: { 'x-plex-token': token } });
  assert.equal(answer.status, 401);
  assert.equal((await run(['whoami', '--server', served.url], served.env)).code, 4);
  const text = readFileSync(join(served.env['XDG_CONFIG_HOME'] ?? '', 'linkpin', 'hosts.json'), 'utf8');
  assert.match(text, /"clientIdentifier"/);
});

test('a machine that was let approve says yes and no by code; the devices hear of it', async (t) => {
  const { served } = await signedIn(t, '--approver');
  const { env } = served;
  const kitchen = await newCode(served, 'kitchen');
  const approved = await run(['approve', kitchen.code.toLowerCase()], env);
  assert.deepEqual([approved.code, approved.stdout], [0, `Approved ${kitchen.code.toLowerCase()}\n`], approved.stderr);
  const read = (await (await look(served, kitchen.id, 'kitchen')).json()) as { authToken: unknown };
  assert.equal(typeof read.authToken, 'string');

  const stranger = await newCode(served, 'stranger');
  const denied = await run(['deny', stranger.code, '--json'], env);
  assert.deepEqual(JSON.parse(denied.stdout), { server: served.url, code: stranger.code, outcome: 'denied' });
  assert.equal((await look(served, stranger.id, 'stranger')).headers.get('linkpin-outcome'), 'denied');

  const late = await run(['approve', stranger.code], env);
  assert.deepEqual([late.code, late.stdout], [1, '']);
  assert.match(late.stderr, /No device waits with the code \w{4,8}\. Look at the device again/);
  assert.match((await run(['deny', ''], env)).stderr, /That is not a code/);
  assert.match((await run(['approve', '\u001b[2J\u202e'], env)).stderr, /^No device waits with the code \[2J\./);
});

test('a machine that was not let approve is told how to be', async (t) => {
  const { served } = await signedIn(t);
  const pin = await newCode(served, 'tv');
  for (const verb of ['approve', 'deny']) {
    const { code, stderr } = await run([verb, pin.code], served.env);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      `This machine isn't allowed to approve devices. To allow it: linkpin login --approver --server ${served.url}\n`,
    );
  }
  assert.equal((await look(served, pin.id, 'tv')).status, 200);
});

test('devices are listed, renamed and revoked', async (t) => {
  const { served } = await signedIn(t, '--approver');
  const { env, url } = served;
  const { code: pin, id } = await newCode(served, 'kitchen');
  await run(['approve', pin], env);
  const { authToken } = (await (await look(served, id, 'kitchen')).json()) as { authToken: string };
  type Listed = { readonly id: number; readonly name: string; readonly isThis: boolean };
  const list = async () => JSON.parse((await run(['devices', 'list', '--json'], env)).stdout) as readonly Listed[];

  const all = await list();
  assert.deepEqual([all.length, all.filter(({ isThis }) => isThis).length], [2, 1]);
  const number = String(all.find(({ isThis }) => !isThis)?.id);
  const renamed = await run(['devices', 'rename', number, 'Kitchen TV'], env);
  assert.deepEqual([renamed.code, renamed.stdout], [0, `${number} is called Kitchen TV now\n`], renamed.stderr);
  const { stdout } = await run(['devices'], env);
  assert.match(stdout, /^ID +NAME +APP +LAST SEEN \(UTC\)\n/);
  assert.match(stdout, new RegExp(`^${number} +Kitchen TV +`, 'm'));
  assert.match(stdout, / \(this machine\) /);

  const revoked = await run(['devices', 'revoke', number, '--json'], env);
  assert.deepEqual(JSON.parse(revoked.stdout), { id: Number(number), name: 'Kitchen TV', revoked: true });
  assert.equal((await fetch(`${url}/api/v2/ping`, { headers: { 'x-plex-token': authToken } })).status, 401);
  for (const args of [
    ['revoke', number],
    ['rename', number, 'x'],
  ]) {
    const { code, stderr } = await run(['devices', ...args], env);
    assert.equal(code, 1);
    assert.equal(stderr, `You have no device with the number ${number}. "linkpin devices" lists them.\n`);
  }
  assert.match((await run(['devices', 'revoke', 'tv'], env)).stderr, /"tv" is not a device number/);
  assert.match((await run(['devices', 'rename', '1'], env)).stderr, /missing required argument 'NAME'/);
});

test('a machine that may not approve sees its siblings, and changes itself only', async (t) => {
  const { served, ada } = await signedIn(t);
  const other = await newCode(served, 'tv');
  await ada.answer(other.code, 'yes');
  const { stdout } = await run(['devices', '--json'], served.env);
  const all = JSON.parse(stdout) as readonly { readonly id: number; readonly isThis: boolean }[];
  const [own, its] = [true, false].map((isThis) => String(all.find((device) => device.isThis === isThis)?.id));
  for (const args of [
    ['rename', its ?? '', 'Mine'],
    ['revoke', its ?? ''],
  ]) {
    const { code, stderr } = await run(['devices', ...args], served.env);
    assert.equal(code, 1);
    assert.match(stderr, /^This machine may only change itself\. To allow it more: linkpin login --approver --server /);
  }
  assert.equal((await run(['devices', 'rename', own ?? '', 'Desk'], served.env)).code, 0);
});

test('login --non-interactive prints what to do and ends; --resume finishes it', async (t) => {
  const served = await serve(t);
  await addUser(served, 'ada');
  const ada = new Person(served.url);
  await ada.signIn('ada', password);
  const { env, url } = served;
  const early = await run(['login', '--resume', '--server', url], env);
  assert.equal(early.code, 1);
  assert.match(early.stderr, /No sign-in at .* waits to be finished\. Begin one with: linkpin login --non-interactive/);

  const begun = await run(['login', '--non-interactive', '--approver', '--server', url], env);
  assert.equal(begun.code, 0, begun.stderr);
  const { code, next, ...said } = JSON.parse(begun.stdout) as { readonly code: string; readonly next: string };
  assert.deepEqual(said, { server: url, url: `${url}/link`, urlWithCode: `${url}/link?code=${code}`, expiresIn: 900 });
  await ada.answer(code, 'yes');
  const finished = await run(next.split(' ').slice(1), env);
  assert.deepEqual([finished.code, finished.stdout], [0, 'Signed in as ada\n'], finished.stderr);
  assert.equal((await run(['whoami'], env)).stdout, 'ada\n');
  assert.equal((await run(['login', '--resume', '--server', url], env)).code, 1);
  assert.match((await run(['login', '--resume', '--non-interactive'], env)).stderr, /in a second call/);
});

test('signed in at several servers, a command asks which', async (t) => {
  const { served } = await signedIn(t);
  const another = await serve(t);
  await addUser(another, 'ben');
  const ben = new Person(another.url);
  await ben.signIn('ben', password);
  const login = start(['login', '--server', another.url], served.env);
  const [, code = ''] = await login.wrote('stderr', /^Code: (\w+)\n/);
  await ben.answer(code, 'yes');
  await login.finished;
  const { code: exit, stderr } = await run(['whoami'], served.env);
  assert.equal(exit, 1);
  assert.match(stderr, /^You are signed in at http\S+ and http\S+\. Say which one is meant, with --server\.\n$/);
  assert.equal((await run(['whoami', '--server', another.url], served.env)).stdout, 'ben\n');
});
