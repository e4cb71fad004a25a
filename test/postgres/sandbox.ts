// A folder for the programs of a test. Neither outlives the test's process, however that ends.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, closeSync, existsSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder, and programs that run in it as a user without privileges. Disposing ends the programs and removes the folder. */
export interface Sandbox extends AsyncDisposable {
  readonly folder: string;
  /** Starts a program whose output goes to a log in the folder. A missing one is told by its Debian package. */
  start(command: string, args: readonly string[]): ChildProcess;
  /** What the programs have written. */
  log(): string;
}

/** PostgreSQL and PgBouncer refuse to run as root: then they run as the user that Debian's package has made. */
export const user: { readonly uid: number; readonly gid: number } | undefined =
  process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : undefined;

function idOf(flag: string): number {
  try {
    return Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  } catch {
    throw new Error("There is no user postgres. Debian's packages for these tests: see test/postgres/needs.json.");
  }
}

/** Creates a sandbox. */
export function createSandbox(): Sandbox {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-postgres-'));
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const cleaner = startCleaner(folder);
  const log = join(folder, 'log');
  return {
    folder,
    start(command, args) {
      if (!existsSync(command)) {
        throw new Error(`${command} is missing. Debian's packages for these tests: see test/postgres/needs.json.`);
      }
      const output = openSync(log, 'a');
      const program = spawn(command, args, { cwd: folder, stdio: ['ignore', output, output], ...user });
      closeSync(output);
      program.unref();
      return program;
    },
    log: () => (existsSync(log) ? readFileSync(log, 'utf8') : ''),
    [Symbol.asyncDispose]: cleaner,
  };
}

/**
 * Starts the shell that cleans up when its input ends: when the sandbox is disposed, or when our process ends. It is in
 * a session of its own, so that what a terminal or a runner sends to our process group does not end it.
 */
function startCleaner(folder: string): () => Promise<void> {
  const script = join(import.meta.dirname, 'clean-up.sh');
  const shell = spawn('/bin/sh', [script, folder], { cwd: '/', detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  const ended = once(shell, 'exit');
  shell.unref();
  return async () => {
    shell.ref();
    shell.stdin.end();
    const [code] = await ended;
    if (code !== 0) throw new Error(`${folder} could not be removed.`);
  };
}
