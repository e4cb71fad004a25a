// `linkpin emulate`, as it is run: what it passes on, and what it leaves behind.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { signIn } from '../../packages/linkpin/src/replay/recorded.testing.ts';
import { environment, run, start, temporaryFolder, type Finished, type Running } from '../command/linkpin.ts';
import { until } from '../support/until.ts';

const program = join(fileURLToPath(new URL('programs', import.meta.url)), 'sign-in.mjs');
const quick = ['--after', '0'];

describe('linkpin emulate', () => {
  let folder: string;
  const left: (() => Promise<void>)[] = [];
  before(async () => {
    folder = await temporaryFolder({ after: (undo) => left.push(undo) });
    mkdirSync(join(folder, 'with spaces'));
  });
  after(() => Promise.all(left.map((undo) => undo())));

  /** A temporary folder of its own tells what was left. */
  const env = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv =>
    environment(folder, { TMPDIR: join(folder, 'with spaces'), ...more });
  const leftovers = (): readonly string[] => readdirSync(join(folder, 'with spaces'));
  const emulate = async (args: readonly string[], more?: NodeJS.ProcessEnv): Promise<Finished> => {
    const finished = await run(['emulate', ...args], env(more));
    assert.deepEqual(leftovers(), [], 'nothing is left');
    return finished;
  };
  const began = (args: readonly string[]): Running => {
    const running = start(['emulate', ...args], env());
    left.push(async () => void running.child.kill('SIGKILL'));
    return running;
  };

  it('runs a program that calls https://plex.tv, which signs in as the first person', async () => {
    const { code, stdout, stderr } = await emulate([...quick, '--', process.execPath, program, 'fetch']);
    assert.equal(stdout, 'signed in as ada\n', stderr);
    assert.match(stderr, /^linkpin: approved \w{25} of Matrix\n$/);
    assert.equal(code, 0);
  });

  it('answers in the shape of a recording, or says where that is wrong', async () => {
    const shape = join(folder, 'shape.json');
    const [asked] = signIn.exchanges;
    const pin = { authToken: null, hint: 'from-the-recording', code: 'PIN1', id: 1_000_000_001 };
    const exchange = { ...asked, response: { status: 201, body: { json: pin } } };
    writeFileSync(shape, JSON.stringify({ ...signIn, exchanges: [exchange] }));
    const ask = `const headers = { accept: 'application/json', 'x-plex-client-identifier': 'a' };
      fetch('https://plex.tv/api/v2/pins', { method: 'POST', headers }).then(async (response) => {
        const { code, id, ...others } = await response.json();
        console.log(others, code.length, id > 0);
      })`;
    const { stdout, stderr } = await emulate(['--shape', shape, '--', process.execPath, '-e', ask]);
    assert.equal(stdout, "{ authToken: null, hint: 'from-the-recording' } 4 true\n", stderr);
    writeFileSync(shape, '{}');
    const wrong = await emulate(['--shape', shape, '--', 'echo', 'ran all the same']);
    assert.deepEqual(
      [wrong.code, wrong.stdout, wrong.stderr],
      [1, '', `${shape} cannot be used. The transcript is wrong at format: it is missing.\n`],
    );
    const other = await emulate(['--shape', shape, '--profile', 'github', '--', 'true']);
    assert.equal(other.code, 1);
  });

  it('whoever the people file and --as say; a mistake in them is told in a line', async () => {
    const people = join(folder, 'people.json');
    writeFileSync(people, JSON.stringify({ people: ['ada', 'grace'] }));
    const { stdout } = await emulate([
      ...quick,
      '--people',
      people,
      '--as',
      'grace',
      '--',
      process.execPath,
      program,
      'fetch',
    ]);
    assert.equal(stdout, 'signed in as grace\n');
    const wrong = await emulate(['--people', people, '--as', 'bob', '--', 'true']);
    assert.deepEqual([wrong.code, wrong.stderr], [1, 'There is nobody called bob. There are ada, grace.\n']);
    writeFileSync(people, '{');
    const broken = await emulate(['--people', people, '--', 'true']);
    assert.deepEqual([broken.code, broken.stderr], [1, `The people file ${people} is not valid JSON.\n`]);
    writeFileSync(people, JSON.stringify({ servers: [{ name: 'Attic', clientIdentifier: 'x', connections: [{}] }] }));
    const nowhere = await emulate(['--people', people, '--', 'echo', 'ran all the same']);
    assert.deepEqual([nowhere.code, nowhere.stdout], [1, '']);
    assert.match(nowhere.stderr, /^The media servers are not as they should be: .*uri/);
  });

  it('passes the exit code on, 127 for no such command, 126 for one that cannot be run, 128 and the number for a signal', async () => {
    assert.equal((await emulate(['--', 'sh', '-c', 'exit 7'])).code, 7);
    const missing = await emulate(['--', 'no-such-command']);
    assert.deepEqual([missing.code, missing.stderr], [127, 'There is no command no-such-command.\n']);
    assert.equal((await emulate(['--', folder])).code, 126);
    assert.equal((await emulate(['--', 'sh', '-c', 'kill -TERM $$'])).code, 143);
    assert.equal((await emulate(['--', 'sh', '-c', 'kill -KILL $$'])).code, 137);
  });

  it('passes signals on, waits for the end of the command, and kills it at the second Ctrl-C', async () => {
    const script = "trap 'echo stopping' INT; trap 'echo ended; exit 9' TERM; echo ready; while :; do sleep 0.05; done";
    const polite = began(['--', 'sh', '-c', script]);
    await polite.wrote('stdout', /ready/);
    polite.child.kill('SIGTERM');
    const ended = await polite.finished;
    assert.deepEqual([ended.code, ended.stdout], [9, 'ready\nended\n']);

    const stubborn = began(['--', 'sh', '-c', script]);
    await stubborn.wrote('stdout', /ready/);
    stubborn.child.kill('SIGINT');
    await stubborn.wrote('stdout', /stopping/);
    stubborn.child.kill('SIGINT');
    assert.equal((await stubborn.finished).code, 137);
    assert.deepEqual(leftovers(), []);
  });

  it('ends the command, and says why, when the service behind it cannot be loaded', async () => {
    const hook = `import { registerHooks } from 'node:module';
      registerHooks({ load: (url, context, next) => {
        if (url.endsWith('/app/emulation.js')) throw new Error('no service');
        return next(url, context);
      } });`;
    const { code, stderr } = await emulate(['--', 'tail', '-f', '/dev/null'], {
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hook)}`,
    });
    assert.equal(code, 1);
    assert.match(stderr, /no service/);
  });

  it('denies, lets expire, or leaves pins to somebody else', async () => {
    const gone = await emulate([...quick, '--answer', 'deny', '--', process.execPath, program, 'fetch']);
    assert.match(gone.stderr, /linkpin: denied/);
    assert.deepEqual([gone.stdout, gone.code], ['nobody is signed in\n', 3]);
    const expired = await emulate([...quick, '--answer', 'expire', '--', process.execPath, program, 'fetch']);
    assert.match(expired.stderr, /linkpin: expired/);
    assert.equal(expired.code, 3);
    const wrong = await emulate(['--answer', 'perhaps', '--', 'true']);
    assert.match(wrong.stderr, /Allowed choices are approve, deny, expire, never/);
    assert.match((await emulate(['--after', 'soon', '--', 'true'])).stderr, /It is a number of seconds/);
  });

  it('fails with --strict when the program asks for what is not emulated, and says what', async () => {
    const ask = `fetch('https://plex.tv/api/v2/friends').then((answer) => process.exit(answer.status === 501 ? 0 : 5))`;
    assert.equal((await emulate(['--', process.execPath, '-e', ask])).code, 0);
    const strict = await emulate(['--strict', '--', process.execPath, '-e', ask]);
    assert.deepEqual(
      [strict.code, strict.stderr],
      [1, 'The emulator was asked for what it does not have: GET /api/v2/friends.\n'],
    );
  });

  it('says what is wrong with its surroundings: a port that is taken, no place for files, production', async () => {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const taken = await emulate(['--port', String(port), '--', 'true']);
    server.close();
    assert.deepEqual([taken.code, taken.stderr], [1, `The emulator cannot listen on port ${port} (EADDRINUSE).\n`]);
    const nowhere = await emulate(['--', 'true'], { TMPDIR: join(folder, 'none') });
    assert.deepEqual([nowhere.code, nowhere.stdout], [1, '']);
    assert.match(nowhere.stderr, /^The emulator cannot write to .*none \(ENOENT\)\. Set TMPDIR .*\n$/);
    const readOnly = await emulate(['--', 'true'], { TMPDIR: '/sys' });
    assert.equal(readOnly.code, 1);
    assert.match(
      readOnly.stderr,
      /^The emulator cannot write to \/sys \((?:EROFS|EACCES|EPERM|ENOENT)\)\. Set TMPDIR .*\n$/,
    );
    const production = await emulate(['--', 'true'], { NODE_ENV: 'production' });
    assert.match(production.stderr, /^The emulator .* does not start with NODE_ENV=production\.\n$/);
  });

  it('keeps the proxy of the user, and reaches plex.tv though NO_PROXY would have it otherwise', async () => {
    const show = `process.stdout.write([process.env.no_proxy, process.env.NODE_OPTIONS].join(' '))`;
    const { stdout } = await emulate(['--', process.execPath, '-e', show], {
      NO_PROXY: 'corp.example,plex.tv',
      NODE_OPTIONS: '--no-warnings',
    });
    assert.match(stdout, /^corp\.example,localhost,127\.0\.0\.1,::1 --no-warnings --require "/);
    const curl = await emulate(['--', 'curl', '-sS', 'https://plex.tv/api/v2/ping'], { NO_PROXY: '*' });
    assert.match(curl.stdout, /<error code="1001"/, curl.stderr);
  });

  it('goes on through the proxy that the user has set, except to plex.tv', async (t) => {
    const asked: unknown[] = [];
    const theirs = createHttpServer().on('connect', ({ url, headers }, socket: Socket) => {
      asked.push([url, headers['proxy-authorization']]);
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    await once(theirs.listen(0, '127.0.0.1'), 'listening');
    t.after(() => theirs.close());
    const { port } = theirs.address() as AddressInfo;
    const program = 'curl -sS https://far.example/; curl -sS https://plex.tv/api/v2/ping';
    const { stdout } = await emulate(['--', 'sh', '-c', program], { HTTPS_PROXY: `http://me:hush@127.0.0.1:${port}` });
    assert.match(stdout, /<error code="1001"/);
    assert.deepEqual(asked, [['far.example:443', `Basic ${btoa('me:hush')}`]]);
  });

  it('lets the command steer it, by an address and a secret of this run', async () => {
    const script = `const { LINKPIN_CONTROL_URL: url, LINKPIN_CONTROL_SECRET: secret } = process.env;
      const headers = { accept: 'application/json', 'x-plex-client-identifier': 'x' };
      const steer = (path) => fetch(url + path, { method: 'POST', headers: { authorization: 'Bearer ' + secret } });
      const ask = async (path, method) => (await fetch('https://plex.tv/api/v2/pins' + path, { method, headers })).json();
      const pin = await ask('', 'POST');
      const { status } = await steer('/api/pins/' + pin.code + '/approve');
      const { authToken } = await ask('/' + pin.id);
      console.log(status, authToken.length);`;
    const args = ['--answer', 'never', '--', process.execPath, '--input-type=module', '-e', script];
    const { stdout, stderr } = await emulate(args);
    assert.equal(stdout, '204 20\n', stderr);
  });

  it('leaves a folder when it is killed, which the next run sweeps', async () => {
    const killed = began(['--', 'sh', '-c', 'echo ready; exec tail --pid=$PPID -f /dev/null']);
    await killed.wrote('stdout', /ready/);
    const pid = killed.child.pid;
    killed.child.kill('SIGKILL');
    await until('its folder is all that is left', () => leftovers().some((name) => name.includes(`-${pid}-`)));
    await run(['emulate', '--', 'true'], env());
    assert.deepEqual(leftovers(), []);
  });

  it('leaves nothing when it is stopped before it is ready', async () => {
    const files = join(folder, 'trusted');
    const running = began(['--files', files]);
    await until('it has begun', () => existsSync(join(files, 'ca.pem')));
    running.child.kill('SIGINT');
    assert.equal((await running.finished).code, 0);
    assert.deepEqual([readdirSync(files), leftovers()], [[], []]);
  });

  it('serves without a command, and prints what to type elsewhere', async () => {
    const running = began([]);
    await running.wrote('stderr', /Stop it with Ctrl-C/);
    const [, url = ''] = await running.wrote('stderr', /linkpin emulates plex\.tv at (http:\/\/127\.0\.0\.1:\d+)\n/);
    assert.equal((await fetch(`${url}/api/v2/ping`)).status, 401);
    const [, link = ''] = await running.wrote('stderr', /shows it at +(http:\S+)/);
    const page = await fetch(link, { redirect: 'manual' });
    assert.deepEqual([page.status, page.headers.get('location')], [303, '/']);
    const [exports] = await running.wrote('stderr', /( {2}export \w+='.*'\n)+/);
    const said = execFileSync('sh', ['-c', `${exports}\n"$0" "$1" https`, process.execPath, program], {
      encoding: 'utf8',
      env: env(),
    });
    assert.equal(said, 'signed in as ada\n');
    running.child.kill('SIGINT');
    assert.equal((await running.finished).code, 0);
    assert.deepEqual(leftovers(), []);
  });
});
