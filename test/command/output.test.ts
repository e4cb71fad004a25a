// What the command does where its output cannot be written, and where it was given nothing to do.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { addUser, bin, environment, run, serve, start, temporaryFolder, type Served } from './linkpin.ts';

interface Left {
  readonly code: number | null;
  readonly stderr: string;
}

/** Runs `linkpin` with a disk that is full behind its stdout. */
async function onFullDisk(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Left> {
  const full = openSync('/dev/full', 'w');
  const child = spawn(process.execPath, [bin, ...args], { env, stdio: ['ignore', full, 'pipe'] });
  closeSync(full);
  assert.ok(child.stderr);
  const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'exit') as Promise<[number | null]>]);
  return { code, stderr };
}

/** Runs `linkpin` with a stdout that nobody reads any more. */
async function intoClosedPipe(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Left> {
  const child = spawn(process.execPath, [bin, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'exit') as Promise<[number | null]>]);
  return { code, stderr };
}

const at = ({ data }: Served, ...args: readonly string[]): readonly string[] => [...args, '--data', data];

test('a full disk behind stdout is told in a sentence, by help as by results', async (t) => {
  const served = await serve(t);
  await addUser(served, 'ada');
  for (const args of [['--help'], ['serve', '--help'], ['codes'], ['config', '--json'], at(served, 'user', 'list')]) {
    assert.deepEqual(await onFullDisk(args, served.env), {
      code: 1,
      stderr: 'stdout cannot be written to (ENOSPC). The output is incomplete.\n',
    });
  }
});

test('a reader that has seen enough is no failure when the output can be had again', async (t) => {
  const served = await serve(t);
  await addUser(served, 'ada');
  for (const args of [['--help'], at(served, 'user', 'list'), at(served, 'keys', 'export')]) {
    assert.deepEqual(await intoClosedPipe(args, served.env), { code: 0, stderr: '' });
  }
});

/** What shows something this once, and what it says when nobody could read it. */
const shownOnce: readonly (readonly [what: string, args: readonly string[], words: RegExp])[] = [
  ['client add', ['client', 'add', 'tv'], /The client is registered, and its secret is lost.* client remove tv\n$/],
  ['client add --json', ['client', 'add', 'api', '--json'], / its secret is lost.* client remove api\n$/],
  ['invite', ['invite'], /The link is lost.* Make another one: linkpin invite\n$/],
  ['invite --json', ['invite', '--json'], /The link is lost.* Make another one: linkpin invite\n$/],
  ['user password', ['user', 'password', 'ada'], / is lost.* Make another one: linkpin user password ada\n$/],
  ['user password --json', ['user', 'password', 'ada', '--json'], / is lost.* linkpin user password ada\n$/],
];

for (const [runInto, code] of [
  [onFullDisk, 'ENOSPC'],
  [intoClosedPipe, 'EPIPE'],
] as const) {
  for (const [what, args, words] of shownOnce) {
    test(`what ${what} shows once is told as lost, with what to do (${code})`, async (t) => {
      const data = join(await temporaryFolder(t), 'data');
      const env = environment(data);
      await addUser({ data, env }, 'ada');
      const left = await runInto([...args, '--data', data], env);
      assert.equal(left.code, 1, left.stderr);
      assert.match(left.stderr, words);
      assert.ok(left.stderr.includes(`stdout cannot be written to (${code}). The `), left.stderr);
    });
  }

  test(`a code and a service that nobody could read of are told as lost (${code})`, async (t) => {
    const served = await serve(t);
    const login = await runInto(['login', '--non-interactive', '--server', served.url], served.env);
    assert.equal(login.code, 1);
    assert.match(login.stderr, /The code is lost\. Run the command again/);
    const stopped = await runInto(['serve', '--port', '0', '--json', '--data', join(served.data, code)], served.env);
    assert.equal(stopped.code, 1);
    assert.match(stopped.stderr, /so linkpin stops\.\n$/);
  });
}

test('what cannot be written to stderr stops nothing', async (t) => {
  const served = await serve(t);
  const child = spawn(process.execPath, [bin, ...at(served, 'invite')], {
    env: served.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stderr.destroy();
  const [stdout, [code]] = await Promise.all([text(child.stdout), once(child, 'exit') as Promise<[number | null]>]);
  assert.deepEqual([code, /\/signup\?invite=/.test(stdout)], [0, true]);
});

test('linkpin alone prints help and makes nothing', async (t) => {
  const home = await temporaryFolder(t);
  const { code, stdout, stderr } = await start([], environment(home), '', home).finished;
  assert.deepEqual([code, stderr], [0, '']);
  assert.equal(stdout, (await run(['--help'], environment(home))).stdout);
  assert.deepEqual(readdirSync(home), []);
});

test('a folder that cannot be made is told, where Node by itself would try for ever', async (t) => {
  const home = await temporaryFolder(t);
  const data = join(home, 'data');
  const place = '/proc/linkpin-none/x';
  assert.ok(existsSync('/proc'), 'this test wants a /proc');
  const served = await serve(t);
  for (const [args, more, words] of [
    [['serve', '--port', '0', '--data', place], {}, /^linkpin cannot write to its data folder \/proc\//],
    [['user', 'add', 'ada', '--password-stdin', '--data', place], {}, /^linkpin cannot write to its data folder/],
    [
      ['serve', '--port', '0', '--data', data],
      { LINKPIN_KEYS_FILE: `${place}/keys.json` },
      /^The secret keys in \/proc\//,
    ],
    [
      ['login', '--non-interactive', '--server', served.url],
      { XDG_CONFIG_HOME: place },
      /hosts\.json cannot be written/,
    ],
  ] as const) {
    const running = start(args, environment(home, more), 'correct horse battery');
    const enough = setTimeout(() => running.child.kill('SIGKILL'), 60_000);
    const { code, stderr } = await running.finished;
    clearTimeout(enough);
    assert.equal(code, 1, stderr);
    assert.match(stderr, words);
    assert.equal(stderr.trimEnd().split('\n').length, 1, stderr);
  }
});
