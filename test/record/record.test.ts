// `linkpin record`, as it is run, against plex.tv as the emulator has it.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { emulator, type Emulator } from '../../packages/linkpin/src/emulator/emulator.ts';
import { readTranscript } from '../../packages/linkpin/src/transcript/read.ts';
import type { Exchange } from '../../packages/linkpin/src/transcript/transcript.ts';
import { environment, start, temporaryFolder, type Finished, type Running } from '../command/linkpin.ts';
import { openTerminal } from '../command/terminal.ts';
import { approveAll, contentOf, proxied, secretsOf } from './plex-tv.ts';

const programs = fileURLToPath(new URL('../emulator/programs/', import.meta.url));
const signIn = [process.execPath, join(programs, 'sign-in.mjs'), 'fetch'];

/** A program that signs in by XML of both APIs, and prints the first line of each answer. */
const inXml = `
const headers = { 'x-plex-client-identifier': 'xml-client-of-a-test', 'x-plex-product': 'XML' };
const ask = async (method, path) => {
  const response = await fetch('https://plex.tv' + path, { method, headers });
  return response.text();
};
for (const [create, read, id, token] of [
  ['/api/v2/pins', (id) => '/api/v2/pins/' + id, /<pin id="(\\d+)"/, /authToken="(\\w+)"/],
  ['/pins.xml', (id) => '/pins/' + id + '.xml', /<id type="integer">(\\d+)</, /<auth_token>(\\w+)</],
]) {
  const [, pin] = id.exec(await ask('POST', create));
  let found = null;
  while (found === null) found = token.exec(await ask('GET', read(pin)));
}
console.log('signed in twice');
`;

const stepOf = ({ request, response }: Exchange): string => `${request.method} ${request.path} ${response.status}`;

describe('linkpin record', () => {
  let folder: string;
  let plex: Emulator;
  const stop = new AbortController();
  const left: (() => Promise<void>)[] = [];
  before(async () => {
    folder = await temporaryFolder({ after: (undo) => left.push(undo) });
    mkdirSync(join(folder, 'tmp'));
    plex = await emulator({ intercept: false });
    void approveAll(plex, stop.signal);
  });
  after(async () => {
    stop.abort();
    await plex.close();
    await Promise.all(left.map((undo) => undo()));
  });

  /** A temporary folder of its own tells what was left. */
  const env = (more: NodeJS.ProcessEnv = proxied(plex)): NodeJS.ProcessEnv =>
    environment(folder, { TMPDIR: join(folder, 'tmp'), ...more });
  const began = (args: readonly string[], more?: NodeJS.ProcessEnv): Running => {
    const running = start(['record', ...args], env(more), '', folder);
    left.push(async () => void running.child.kill('SIGKILL'));
    return running;
  };
  const record = async (args: readonly string[], more?: NodeJS.ProcessEnv): Promise<Finished> => {
    const finished = await began(args, more).finished;
    assert.deepEqual(readdirSync(join(folder, 'tmp')), [], 'nothing is left');
    return finished;
  };

  /** The transcript in a file, which has nothing of what was real in it. */
  function recorded(name: string): readonly Exchange[] {
    const text = contentOf(join(folder, name)) ?? '';
    assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600);
    const secrets = secretsOf(plex);
    assert.ok(secrets.length > 3);
    for (const secret of secrets) assert.ok(!text.includes(secret), `${secret} in ${text}`);
    return readTranscript(text).exchanges;
  }

  it('records a program that runs under it, which notices nothing', async () => {
    await plex.reset();
    const { code, stdout, stderr } = await record(['--yes', '--out', 'node.json', '--', ...signIn]);
    assert.deepEqual([code, stdout], [0, 'signed in as ada\n'], stderr);
    assert.match(stderr, /^Saved \d exchanges in node\.json\.\n$/);
    const exchanges = recorded('node.json');
    assert.deepEqual(
      [exchanges[0], exchanges.at(-1)].map((one) => one && stepOf(one)),
      ['POST /api/v2/pins 201', 'GET /api/v2/user 200'],
    );
    const real = plex.calls().length;
    assert.equal(
      exchanges.reduce((sum, { repeats = 0 }) => sum + 1 + repeats, 0),
      real,
    );
  });

  it('records Python', async () => {
    await plex.reset();
    const program = ['python3', join(programs, 'sign_in.py'), 'requests'];
    const { code, stdout, stderr } = await record(['--yes', '--out', 'python.json', '--', ...program]);
    assert.deepEqual([code, stdout], [0, 'signed in as ada\n'], stderr);
    assert.ok(recorded('python.json').some((one) => stepOf(one) === 'GET /api/v2/user 200'));
  });

  it('records XML of both APIs as trees', async () => {
    await plex.reset();
    const { code, stderr } = await record(['--yes', '--out', 'xml.json', '--', process.execPath, '-e', inXml]);
    assert.equal(code, 0, stderr);
    const exchanges = recorded('xml.json');
    const roots = exchanges.map(({ response: { body } }) => (body !== undefined && 'xml' in body ? body.xml.name : ''));
    assert.deepEqual(new Set(roots), new Set(['pin']));
    const token = exchanges.flatMap(({ response: { body } }) =>
      body !== undefined && 'xml' in body
        ? (body.xml.children ?? []).filter(({ name, text = '' }) => name === 'auth_token' && text !== '')
        : [],
    );
    assert.match(token[0]?.text ?? '', /^token0+\d$/);
  });

  it('records HTTP/2', async () => {
    const script = `
      const session = require('node:http2').connect('https://clients.plex.tv');
      const stream = session.request({ ':path': '/api/v2/pins', ':method': 'POST', accept: 'application/json',
        'x-plex-client-identifier': 'http2-client-of-a-test', 'content-type': 'application/x-www-form-urlencoded' });
      stream.on('response', (headers) => console.log(session.alpnProtocol, headers[':status']));
      stream.resume().end('strong=true').on('close', () => session.close());`;
    const { code, stdout, stderr } = await record(['--yes', '--out', 'h2.json', '--', process.execPath, '-e', script]);
    assert.deepEqual([code, stdout], [0, 'h2 201\n'], stderr);
    const [exchange] = recorded('h2.json');
    assert.deepEqual(exchange?.request.body, { form: { strong: 'true' } });
    assert.equal(exchange?.request.host, 'clients.plex.tv');
  });

  it('signs in by itself without a command, and out again', async () => {
    await plex.reset();
    const { code, stderr } = await record(['--yes', '--out', 'own.json']);
    assert.equal(code, 0, stderr);
    assert.match(
      stderr,
      /^Code: \w{4}\nType it at: https:\/\/plex\.tv\/link\nWaiting .*\nSaved \d exchanges in own\.json\.\n$/,
    );
    const steps = recorded('own.json').map(stepOf);
    assert.deepEqual(
      [steps[0], ...steps.slice(-2)],
      ['POST /api/v2/pins 201', 'GET /api/v2/user 200', 'DELETE /api/v2/users/signout 204'],
    );
    const token = plex.calls('GET /api/v2/user').at(-1)?.headers['x-plex-token'] ?? '';
    const ask = { headers: { 'x-plex-token': token, 'x-plex-client-identifier': 'other' } };
    assert.equal((await plex.fetch('https://plex.tv/api/v2/user', ask)).status, 401);
  });

  it('signs in with a key when it is told to, for a JWT', async () => {
    await plex.reset();
    const { code, stderr } = await record(['--yes', '--jwt', '--out', 'jwt.json']);
    assert.equal(code, 0, stderr);
    const exchanges = recorded('jwt.json');
    assert.ok(exchanges.some((one) => stepOf(one) === 'GET /api/v2/auth/nonce 200'));
    const token = exchanges.find((one) => stepOf(one) === 'GET /api/v2/user 200')?.request.headers?.['x-plex-token'];
    const [, claims = ''] = token?.split('.') ?? [];
    const { iss, user } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>;
    assert.equal(iss, 'plex.tv');
    assert.match(JSON.stringify(user), /person-1/);
  });

  it('passes the exit code on, saves what a program recorded that failed, and says when there is nothing', async () => {
    const failing = `fetch('https://plex.tv/api/v2/user').then(({ status }) => process.exit(status === 401 ? 7 : 8))`;
    const failed = await record(['--yes', '--out', 'failed.json', '--', process.execPath, '-e', failing]);
    assert.deepEqual([failed.code, failed.stderr], [7, 'Saved 1 exchange in failed.json.\n']);
    const nothing = 'Nothing was recorded: plex.tv answered nothing that a transcript holds.\n';
    const silent = await record(['--yes', '--out', 'none.json', '--', 'true']);
    assert.deepEqual([silent.code, silent.stderr], [1, nothing]);
    const missing = await record(['--yes', '--out', 'none.json', '--', 'no-such-command']);
    assert.deepEqual([missing.code, missing.stderr], [127, `There is no command no-such-command.\n${nothing}`]);
    assert.equal(contentOf(join(folder, 'none.json')), undefined);
  });

  it('takes no certificate that this machine does not trust, whatever the environment says', async () => {
    const { HTTPS_PROXY } = proxied(plex);
    const before = plex.calls().length;
    const fetched = `fetch('https://plex.tv/api/v2/user').then(() => process.exit(0), () => process.exit(5))`;
    for (const more of [{ HTTPS_PROXY }, { HTTPS_PROXY, NODE_TLS_REJECT_UNAUTHORIZED: '0' }]) {
      const child = await record(['--yes', '--out', 'bad.json', '--', process.execPath, '-e', fetched], more);
      assert.equal(child.code, 5);
      assert.match(child.stderr, /linkpin: https:\/\/plex\.tv cannot be used\. Its certificate is not trusted\. /);
      const own = await record(['--yes', '--out', 'bad.json'], more);
      assert.equal(own.code, 1);
      assert.match(own.stderr, /https:\/\/plex\.tv cannot be used\. Its certificate is not trusted\. /);
    }
    assert.equal(contentOf(join(folder, 'bad.json')), undefined);
    assert.equal(plex.calls().length, before);
  });

  it('writes over no file, and nowhere that it cannot', async () => {
    writeFileSync(join(folder, 'there.json'), 'mine');
    const there = await record(['--yes', '--out', 'there.json', '--', ...signIn]);
    assert.deepEqual(
      [there.code, there.stderr, there.stdout],
      [1, 'there.json already exists. Choose another name with --out.\n', ''],
    );
    assert.equal(contentOf(join(folder, 'there.json')), 'mine');
    const late = `require('node:fs').writeFileSync('late.json', 'mine'); ${`fetch('https://plex.tv/api/v2/user')`}`;
    const lost = await record(['--yes', '--out', 'late.json', '--', process.execPath, '-e', late]);
    assert.deepEqual([lost.code, lost.stderr], [1, 'late.json already exists. Choose another name with --out.\n']);
    assert.equal(contentOf(join(folder, 'late.json')), 'mine');
    const nowhere = await record(['--yes', '--out', 'no/such/folder.json', '--', ...signIn]);
    assert.deepEqual(
      [nowhere.code, nowhere.stderr],
      [1, 'no/such/folder.json cannot be written (ENOENT). Choose another place with --out.\n'],
    );
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.endsWith('.new')),
      [],
    );
  });

  it('saves nothing unseen without --yes, and nothing when it is told to stop', async () => {
    const unseen = await record(['--', ...signIn]);
    assert.deepEqual(
      [unseen.code, unseen.stdout, unseen.stderr],
      [1, '', 'There is no terminal to show the transcript on. To save it without a look, add --yes.\n'],
    );
    const script = `fetch('https://plex.tv/api/v2/user').then(() => { console.log('ready'); setInterval(() => {}, 1000); });`;
    const stopped = began(['--yes', '--out', 'stopped.json', '--', process.execPath, '-e', script]);
    await stopped.wrote('stdout', /ready/);
    stopped.child.kill('SIGTERM');
    const { code, stderr } = await stopped.finished;
    assert.deepEqual([code, stderr], [2, 'Cancelled. Nothing was saved.\n']);
    assert.equal(contentOf(join(folder, 'stopped.json')), undefined);
  });

  it('shows the transcript on a terminal, and asks before it saves it', async (t) => {
    const terminal = await openTerminal(t, ['record', '--out', join(folder, 'shown.json'), '--', ...signIn], env());
    const lines = await terminal.shows(/Save to .*shown\.json\? \[y\/N\]/);
    assert.match(lines.join('\n'), /"leftOut": \[/);
    assert.equal(contentOf(join(folder, 'shown.json')), undefined);
    await terminal.type('y', 'Enter');
    await terminal.shows(/Saved \d exchanges in .*shown\.json\.[^]*left with 0/);
    assert.ok(recorded('shown.json').length > 2);
  });

  it('saves nothing at a no, at Ctrl-C, or at the end of the input', async (t) => {
    for (const [keys, said] of [
      [['Enter'], /Not saved\.[^]*left with 0/],
      [['C-c'], /Cancelled\. Nothing was saved\.[^]*left with 2/],
      [['C-d'], /Not saved\.[^]*left with 0/],
    ] as const) {
      const terminal = await openTerminal(t, ['record', '--out', join(folder, 'no.json'), '--', ...signIn], env());
      await terminal.shows(/\[y\/N\]/);
      await terminal.type(...keys);
      await terminal.shows(said);
    }
    assert.equal(contentOf(join(folder, 'no.json')), undefined);
  });

  it('shows what a program recorded that ran until Ctrl-C', async (t) => {
    const script = `fetch('https://plex.tv/api/v2/user').then(() => { console.log('ready'); setInterval(() => {}, 1000); });`;
    const args = ['record', '--out', join(folder, 'long.json'), '--', process.execPath, '-e', script];
    const terminal = await openTerminal(t, args, env());
    await terminal.shows(/ready/);
    await terminal.type('C-c');
    await terminal.shows(/\[y\/N\]/);
    await terminal.type('y', 'Enter');
    await terminal.shows(/Saved 1 exchange[^]*left with 130/);
  });

  it('ends at Ctrl-C while it waits for a person', async (t) => {
    stop.abort();
    await plex.reset();
    const terminal = await openTerminal(t, ['record', '--out', join(folder, 'off.json')], env());
    await terminal.shows(/plex\.tv\/link/);
    await terminal.type('C-c');
    await terminal.shows(/Cancelled\. Nothing was saved\.[^]*left with 2/);
    assert.equal(contentOf(join(folder, 'off.json')), undefined);
  });
});
