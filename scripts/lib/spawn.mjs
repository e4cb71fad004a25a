import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { createInterface } from 'node:readline';
import { root } from './paths.mjs';

/** Runs a program on our terminal and resolves to its exit code. */
export async function run(command, args, { env = process.env, cwd = root, stdio = 'inherit' } = {}) {
  return ended(launch(command, args, { cwd, env, stdio }), 'exit');
}

/** Runs a program without input or colours; resolves to its exit code and its output, both streams interleaved. */
export async function capture(command, args, { env = process.env, cwd = root } = {}) {
  const child = launch(command, args, { cwd, env: { ...env, NO_COLOR: '1' }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text) => (output += text));
  }
  const code = await ended(child, 'close');
  return { code, output };
}

/** Starts a background program without output; returns a function that stops it. */
export function beside(command, args, { env = process.env, cwd = root } = {}) {
  const child = launch(command, args, { cwd, env, stdio: 'ignore' });
  const over = ended(child, 'exit');
  return () => {
    child.kill();
    return over;
  };
}

/**
 * Starts a background program that says on its first line where it serves, and runs until its input ends.
 * @returns {Promise<{ line: string, stop: () => Promise<number> }>}
 */
export async function serving(command, args, { env = process.env, cwd = root } = {}) {
  const child = launch(command, args, { cwd, env, stdio: ['pipe', 'pipe', 'inherit'] });
  const over = ended(child, 'exit');
  const stop = () => {
    child.stdin.end();
    return over;
  };
  for await (const line of createInterface({ input: child.stdout })) return { line, stop };
  throw new Error(`${args.join(' ')} did not start: see above.`);
}

const running = new Set();
let stopped;

function launch(command, args, options) {
  if (stopped !== undefined) process.exit(exitCode(null, stopped));
  const child = spawn(command, args, options);
  running.add(child);
  return child;
}

function ended(child, event) {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on(event, (code, signal) => {
      running.delete(child);
      resolve(exitCode(code, signal));
    });
  });
}

function exitCode(code, signal) {
  return code ?? 128 + (constants.signals[signal] ?? 0);
}

/** Exit after our children and start no more. A terminal sends Ctrl-C to them as well: do not forward it then. */
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    stopped = signal;
    if (running.size === 0) process.exit(exitCode(null, signal));
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    for (const child of running) child.kill(signal);
  });
}
