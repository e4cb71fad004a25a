// The runtimes that are started from a command line, each from the folder that pins it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const tooling = new URL('../../../tooling/', import.meta.url);
const main = fileURLToPath(new URL('main.mjs', import.meta.url));
const built = new URL('../../../packages/client/dist/index.js', import.meta.url).href;

const at = (path: string): string => fileURLToPath(new URL(path, tooling));

const { arch } = process;
const nodeIn = (folder: string): string => at(`${folder}/node_modules/node-linux-${arch}/bin/node`);
const bun = at(`runtimes/node_modules/@oven/bun-linux-${arch === 'arm64' ? 'aarch64' : arch}/bin/bun`);
const deno = at(`runtimes/node_modules/@deno/linux-${arch}-glibc/deno`);
const denoFlags = [
  'run',
  '--no-config',
  '--no-lock',
  '--no-remote',
  '--no-npm',
  '--allow-net=127.0.0.1',
  '--allow-read',
];

/** What to start, by the name of the runtime. */
export const programs: Readonly<Record<string, readonly string[]>> = {
  'Node 20': [nodeIn('node20')],
  'Node 24': [process.execPath],
  'Node 26': [nodeIn('node26')],
  Bun: [bun],
  Deno: [deno, ...denoFlags],
};

/** One thing that the device tells. */
export type Step = Readonly<Record<string, unknown>>;

/** Plays the device in another program; every line that it prints is a step. */
export async function playInProgram(name: string, place: object, onStep: (step: Step) => void): Promise<void> {
  const [command = '', ...flags] = programs[name] ?? [];
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' };
  const child = spawn(command, [...flags, main, built, JSON.stringify(place)], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  for await (const line of createInterface(child.stdout)) onStep(JSON.parse(line) as Step);
  const [code] = (await ended) as [number];
  if (code !== 0) throw new Error(`${name} ended with ${code}`);
}
