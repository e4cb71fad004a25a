import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync, watch, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { readQr } from '../../packages/linkpin/src/terminal/read-qr.testing.ts';
import { addUser, environment, password, run, serve, start, temporaryFolder, type Served } from './linkpin.ts';
import { Person } from '../harness/person.ts';
import { openTerminal } from './terminal.ts';

/** A service with one account, and that person signed in. */
async function home(t: Parameters<typeof serve>[0]): Promise<{ readonly served: Served; readonly ada: Person }> {
  const served = await serve(t);
  await addUser(served, 'ada');
  const ada = new Person(served.url);
  await ada.signIn('ada', password);
  return { served, ada };
}

interface HostsText {
  readonly hosts: Readonly<
    Record<string, { readonly clientIdentifier: string; readonly token?: string; readonly user?: string }>
  >;
}

const hostsOf = ({ env }: Pick<Served, 'env'>): HostsText =>
  JSON.parse(readFileSync(join(env['XDG_CONFIG_HOME'] ?? '', 'linkpin', 'hosts.json'), 'utf8')) as HostsText;

const codeOn = (lines: readonly string[]): string => {
  const code = lines.map((line) => /^ {2}([0-9A-Z]{4,8})$/.exec(line)?.[1]).find((found) => found !== undefined);
  assert.ok(code, lines.join('\n'));
  return code;
};

test('in a terminal of 80×24 there are code, address, QR code and countdown, and then who signed in', async (t) => {
  const { served, ada } = await home(t);
  const terminal = await openTerminal(t, ['login', '--server', served.url], served.env);
  const lines = await terminal.shows(/Waiting for you to approve it\. 14:\d\d left/);
  const code = codeOn(lines);
  assert.ok(lines.includes(`  Type it at ${served.url}/link, or scan this`));
  const first = lines.findIndex((line) => line.includes('█'));
  assert.equal(readQr(lines.slice(first, -1)), `${served.url}/link?code=${code}`);

  await ada.typeCode(code);
  await terminal.shows(/Someone has opened it\. 14:\d\d left/);
  assert.match((await ada.answer(code, 'yes')).html, /linkpin/);
  const after = await terminal.shows(/left with 0/);
  const text = after.join('\n');
  assert.match(text, /\n✓ Signed in as ada\nThe token is in .*hosts\.json/);
  assert.doesNotMatch(text, /\d:\d\d left/, 'the countdown is gone');

  const { clientIdentifier, token, user } = hostsOf(served).hosts[served.url] ?? {};
  assert.equal(user, 'ada');
  const answer = await fetch(`${served.url}/api/v2/user`, {
    headers: {
      accept: 'application/json',
      'x-plex-token': token ?? '',
      'x-plex-client-identifier': clientIdentifier ?? '',
    },
  });
  assert.equal(answer.status, 200);
  assert.ok(token && !text.includes(token));
});

test('the QR code is white on black whatever the colours of the terminal, and without colours where NO_COLOR is set', async (t) => {
  const { served } = await home(t);
  const coloured = await openTerminal(t, ['login', '--server', served.url], served.env);
  await coloured.shows(/14:\d\d left/);
  assert.match(await coloured.colours(), /38;5;231(m\u001b\[|;)48;5;16m█/);
  const plain = await openTerminal(t, ['login', '--server', served.url], { ...served.env, NO_COLOR: '1' });
  const lines = await plain.shows(/14:\d\d left/);
  assert.doesNotMatch(await plain.colours(), /\u001b\[/);
  assert.ok(readQr(lines.slice(3, -1)).endsWith(codeOn(lines)));
});

test('a small window, and --no-qr, have the code and the address', async (t) => {
  const { served } = await home(t);
  for (const [args, size] of [
    [[], [50, 12]],
    [['--no-qr'], [80, 24]],
  ] as const) {
    const terminal = await openTerminal(t, ['login', '--server', served.url, ...args], served.env, size);
    const lines = await terminal.shows(/Waiting for you/);
    codeOn(lines);
    assert.ok(lines.includes(`  Type it at ${served.url}/link`));
    assert.doesNotMatch(lines.join(''), /[█▀▄]/);
  }
});

test('where there is a browser the page with the code opens by itself, and --no-browser leaves it closed', async (t) => {
  const { served } = await home(t);
  const folder = await temporaryFolder(t);
  const opened = join(folder, 'opened');
  const browser = join(folder, 'browser');
  writeFileSync(browser, `#!/bin/sh\nprintf %s "$1" > ${opened}.draft && mv ${opened}.draft ${opened}\n`, {
    mode: 0o755,
  });
  const env = { ...served.env, BROWSER: browser };
  const closed = await openTerminal(t, ['login', '--no-qr', '--no-browser', '--server', served.url], env);
  await closed.shows(/14:\d\d left/);
  const watching = watch(folder);
  const terminal = await openTerminal(t, ['login', '--no-qr', '--server', served.url], env);
  const code = codeOn(await terminal.shows(/14:\d\d left/));
  while (!existsSync(opened)) await once(watching, 'change');
  watching.close();
  assert.equal(readFileSync(opened, 'utf8'), `${served.url}/link?code=${code}`);
});

test('no on the link page is told, and the exit code is 1', async (t) => {
  const { served, ada } = await home(t);
  const terminal = await openTerminal(t, ['login', '--server', served.url], served.env);
  await ada.answer(codeOn(await terminal.shows(/14:\d\d left/)), 'no');
  const text = (await terminal.shows(/left with 1/)).join('\n');
  assert.match(text, /\nNot signed in\. The request was denied on the link page\.\n/);
});

test('Ctrl-C cancels the code on the server, and the exit code is 2', async (t) => {
  const { served, ada } = await home(t);
  const terminal = await openTerminal(t, ['login', '--server', served.url], served.env);
  const code = codeOn(await terminal.shows(/14:\d\d left/));
  await terminal.type('C-c');
  const text = (await terminal.shows(/left with 2/)).join('\n');
  assert.match(text, /Cancelled\. The code no longer works\./);
  assert.equal((await ada.typeCode(code)).status, 422);
});

test('a second sign-in is the same device, says nothing of the file, and takes the place of the first', async (t) => {
  const { served, ada } = await home(t);
  const before: string[] = [];
  for (const last of [false, true]) {
    const login = start(['login', '--server', served.url], served.env);
    const [, code = ''] = await login.wrote('stderr', /^Code: (\w+)\n/);
    await ada.answer(code, 'yes');
    const { stderr } = await login.finished;
    assert.equal(stderr.includes('hosts.json'), !last);
    before.push(hostsOf(served).hosts[served.url]?.clientIdentifier ?? '');
  }
  assert.equal(new Set(before).size, 1);
});

test('off a terminal there are plain lines: talk on stderr, the result on stdout', async (t) => {
  const { served, ada } = await home(t);
  const login = start(['login', '--server', served.url], served.env);
  const [, code = ''] = await login.wrote('stderr', /^Code: (\w+)\n[\s\S]*Waiting/);
  await ada.typeCode(code);
  await login.wrote('stderr', /Someone has opened it/);
  await ada.answer(code, 'yes');
  const file = join(served.env['XDG_CONFIG_HOME'] ?? '', 'linkpin', 'hosts.json');
  assert.deepEqual(await login.finished, {
    code: 0,
    signal: null,
    stdout: 'Signed in as ada\n',
    stderr: [
      `Code: ${code}`,
      `Type it at: ${served.url}/link`,
      'Waiting for up to 15 minutes.',
      'Someone has opened it.',
      `The token is in ${file}, which only you can read.`,
      '',
    ].join('\n'),
  });
  assert.equal(statSync(file).mode & 0o777, 0o600);
});

test('--json prints who, where, and where the token is, and no token', async (t) => {
  const { served, ada } = await home(t);
  const login = start(['login', '--json'], { ...served.env, LINKPIN_SERVER: `${served.url}/` });
  const [, code = ''] = await login.wrote('stderr', /^Code: (\w+)\n/);
  await ada.answer(code, 'yes');
  const { code: exit, stdout } = await login.finished;
  assert.equal(exit, 0);
  assert.deepEqual(JSON.parse(stdout), {
    server: served.url,
    user: 'ada',
    storedIn: join(served.env['XDG_CONFIG_HOME'] ?? '', 'linkpin', 'hosts.json'),
  });
  assert.doesNotMatch(stdout, new RegExp(hostsOf(served).hosts[served.url]?.token ?? 'no token'));
});

test('SIGTERM calls the code off, too: the device and the person are told', async (t) => {
  const { served, ada } = await home(t);
  const login = start(['login', '--server', served.url], served.env);
  const [, code = ''] = await login.wrote('stderr', /^Code: (\w+)\n[\s\S]*Waiting/);
  login.child.kill('SIGTERM');
  assert.equal((await login.finished).code, 2);
  assert.equal((await ada.typeCode(code)).status, 422);
  assert.equal(hostsOf(served).hosts[served.url]?.token, undefined);
});

/** A server that answers everything in one way. */
async function answering(t: Parameters<typeof serve>[0], listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(async () => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a server that cannot be used is told, each reason in its own words', async (t) => {
  const env = environment(await temporaryFolder(t));
  const silent = await answering(t, () => {});
  const closed = createServer().listen(0, '127.0.0.1');
  await once(closed, 'listening');
  const { port } = closed.address() as AddressInfo;
  closed.close();
  const page = await answering(t, (_, response) => response.end('<!doctype html><title>Router</title>'));
  const cases: readonly [string, RegExp][] = [
    [`http://127.0.0.1:${port}`, /Nothing is running there\. Is the service running/],
    ['https://nowhere.invalid', /No such host|cannot be looked up/],
    [page.replace('http:', 'https:'), /does not speak https there/],
    [page, /not a linkpin or Plex server/],
    [await answering(t, (_, response) => response.writeHead(404).end()), /not a linkpin or Plex server/],
    [await answering(t, (_, response) => response.writeHead(301, { location: page }).end()), /redirects elsewhere/],
    [await answering(t, (_, response) => response.writeHead(429, { 'retry-after': '7' }).end()), /again in 7 s/],
    [await answering(t, (_, response) => response.writeHead(503).end()), /a problem \(503\)/],
    [await answering(t, (request) => request.socket.destroy()), /connection was broken/],
    ['ftp://x', /is not a server address/],
  ];
  for (const [server, words] of cases) {
    const { code, stdout, stderr } = await run(['login', '--server', server], env);
    assert.deepEqual([code, stdout], [1, ''], server);
    assert.match(stderr, words);
    assert.equal(stderr.trimEnd().split('\n').length, 1, stderr);
  }
  const waiting = start(['login', '--server', silent], env);
  waiting.child.kill('SIGINT');
  await waiting.finished;
});

test('nothing that a server says moves the cursor, sets a title or goes backwards', async (t) => {
  const evil = '\u001b]0;owned\u0007\u009b2J\u202eA\u001b[2J';
  const pin = { id: 1, code: '7RQZ', product: 'x', expiresIn: 900, authToken: null as string | null };
  let polls = 0;
  const server = await answering(t, (request, response) => {
    const user = { id: 1, uuid: 'u', username: evil, title: evil };
    if (request.method === 'GET') polls += 1;
    const body = request.url?.startsWith('/api/v2/user')
      ? user
      : { ...pin, authToken: polls > 1 ? 'tokentokentokentoken' : null };
    response.writeHead(request.method === 'POST' ? 201 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  const env = environment(await temporaryFolder(t));
  for (const args of [[], ['--json']]) {
    polls = 0;
    const { code, stdout, stderr } = await run(['login', '--server', server, ...args], env);
    assert.equal(code, 0, stderr);
    assert.doesNotMatch(stdout + stderr, /[^\n\P{Cc}]|\p{Cf}/u);
  }
});

test('a server that refuses with words of its own is quoted, and nothing it says drives the terminal', async (t) => {
  const server = await answering(t, (_, response) => {
    response.writeHead(400, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ errors: [{ code: 1000, message: 'no \u001b[31mproduct\u202e', status: 400 }] }));
  });
  const { stderr } = await run(['login', '--server', server], environment(await temporaryFolder(t)));
  assert.match(stderr, /It refuses: .*no .*product/);
  assert.doesNotMatch(stderr, /[^\n\P{Cc}]|\p{Cf}/u);
});

test('when the code has expired, Enter asks for another one', async (t) => {
  let made = 0;
  const server = await answering(t, (request, response) => {
    if (request.method === 'POST') made += 1;
    const pin = {
      id: made,
      code: made === 1 ? 'AAAA' : 'BBBB',
      product: 'x',
      expiresIn: made === 1 ? 1 : 900,
      authToken: null,
    };
    const gone = request.method === 'GET' && made === 1;
    response.writeHead(gone ? 404 : 201, { 'content-type': 'application/json', 'linkpin-outcome': 'expired' });
    response.end(JSON.stringify(gone ? { errors: [{ code: 1020, message: 'gone', status: 404 }] } : pin));
  });
  const env = environment(await temporaryFolder(t));
  const terminal = await openTerminal(t, ['login', '--no-qr', '--server', server], env);
  await terminal.shows(/The code has expired\. Press Enter for a new one/);
  await terminal.type('Enter');
  assert.match((await terminal.shows(/BBBB[\s\S]*14:\d\d left/)).join('\n'), /AAAA/);
  await terminal.type('C-c');
  await terminal.shows(/left with 2/);

  made = 0;
  const { code, stderr } = await run(['login', '--server', server], env);
  assert.equal(code, 1);
  assert.match(stderr, /The code has expired\. Run the command again for a new one\./);
});

test('a file of hosts that is damaged is told before anybody approves anything', async (t) => {
  const { served } = await home(t);
  const folder = join(served.env['XDG_CONFIG_HOME'] ?? '', 'linkpin');
  const login = start(['login', '--server', served.url], served.env);
  await login.wrote('stderr', /Waiting/);
  login.child.kill('SIGINT');
  await login.finished;
  writeFileSync(join(folder, 'hosts.json'), 'nonsense');
  const { code, stderr } = await run(['login', '--server', served.url], served.env);
  assert.equal(code, 1);
  assert.match(stderr, /^\S+hosts\.json is not what linkpin wrote there\./);
});
