// The built command, run as people run it.
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root: string = fileURLToPath(new URL('../..', import.meta.url));
export const bin: string = join(root, 'packages/linkpin/bin/linkpin.js');

/** What a finished command leaves. */
export interface Finished {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that runs. */
export interface Running {
  readonly child: ChildProcessWithoutNullStreams;
  readonly finished: Promise<Finished>;
  /** Resolves when something that matches has been written; rejects when the command ends before, or it takes for ever. */
  wrote(stream: 'stdout' | 'stderr', pattern: RegExp): Promise<RegExpExecArray>;
}

/** So far away that no machine is too busy for it, in milliseconds. */
const far = 120_000;

/** A folder that goes when the test is over. */
export async function temporaryFolder(t: { after(undo: () => Promise<void>): void }): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'linkpin-command-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Our environment without what would change the command, with a home of its own, no keyring and no browser. */
export function environment(home: string, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(LINKPIN_|npm_|NO_COLOR|FORCE_COLOR|NODE_)/.test(name),
  );
  const alone = { XDG_CONFIG_HOME: home, LINKPIN_KEYRING: 'off', BROWSER: 'none' };
  return { ...Object.fromEntries(kept), ...alone, ...more };
}

/** Starts `linkpin` with these arguments. */
export function start(args: readonly string[], env: NodeJS.ProcessEnv, input = '', cwd: string = tmpdir()): Running {
  if (!existsSync(join(root, 'packages/linkpin/dist/main.js')))
    throw new Error('The command is not built: npm run build');
  const child = spawn(process.execPath, [bin, ...args], { cwd, env });
  const out = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      out[name] += text;
      for (const listener of listeners) listener();
    });
  }
  child.stdin.on('error', () => {}).end(input);
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ...out }));
  });
  return {
    child,
    finished,
    wrote: (stream, pattern) =>
      new Promise((resolve, reject) => {
        const fail = (why: string): void =>
          reject(new Error(`linkpin ${args.join(' ')} ${why} without ${pattern}: ${JSON.stringify(out)}`));
        const limit = setTimeout(() => fail('went on'), far);
        const look = (): void => {
          const match = pattern.exec(out[stream]);
          if (match === null) return;
          clearTimeout(limit);
          listeners.delete(look);
          resolve(match);
        };
        listeners.add(look);
        void finished.then(({ code }) => {
          clearTimeout(limit);
          fail(`left with ${code}`);
        });
        look();
      }),
  };
}

/** Runs `linkpin` with these arguments to its end. */
export const run = (args: readonly string[], env: NodeJS.ProcessEnv, input?: string): Promise<Finished> =>
  start(args, env, input).finished;

/** A service of its own on a free port. */
export interface Served extends Running {
  readonly url: string;
  readonly setUpUrl: string | null;
  readonly data: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Runs `linkpin serve` on a fresh folder until the test is over; `more` goes into its environment. */
export async function serve(
  t: { after(undo: () => Promise<void>): void },
  args: readonly string[] = [],
  more: NodeJS.ProcessEnv = {},
): Promise<Served> {
  const home = await temporaryFolder(t);
  return serveAgain(t, { data: join(home, 'data'), env: environment(home, more) }, args);
}

/** The same on the folder of one that has stopped. */
export async function serveAgain(
  t: { after(undo: () => Promise<void>): void },
  { data, env }: Pick<Served, 'data' | 'env'>,
  args: readonly string[] = [],
): Promise<Served> {
  const running = start(['serve', '--port', '0', '--json', '--data', data, ...args], env);
  t.after(async () => {
    running.child.kill('SIGKILL');
    await running.finished;
  });
  const [line] = await running.wrote('stdout', /^.+\n/);
  const { url, setUpUrl } = JSON.parse(line) as { readonly url: string; readonly setUpUrl: string | null };
  return { ...running, url, setUpUrl, data, env };
}

/** Makes an account with the password {@link password}, whether a service runs or not. */
export async function addUser({ data, env }: Pick<Served, 'data' | 'env'>, name: string): Promise<void> {
  const { code, stderr } = await run(['user', 'add', name, '--password-stdin', '--data', data], env, `${password}\n`);
  if (code !== 0) throw new Error(stderr);
}

export const password = 'correct horse battery';
