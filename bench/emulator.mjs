// E. What the emulator adds to a test: to a command that is run under it, and to a test file that opens one.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { emulator } from 'linkpin/testing';

export const id = 'E';
export const title = 'What does the emulator add: to a command, to a test, and after a hundred of them?';

const rounds = 15;
const linkpin = join(import.meta.dirname, '..', 'packages/linkpin/bin/linkpin.js');

export async function run() {
  const [nothing, under] = await turns(rounds, [
    () => untilLine(['-e', 'console.log(0)']),
    () => untilLine([linkpin, 'emulate', '--', process.execPath, '-e', 'console.log(0)']),
  ]);
  await turns(50, [bare, opened]); // until Node has compiled both
  const [server, open] = await turns(200, [bare, opened]);
  const before = await settled();
  for (let at = 0; at < 100; at += 1) await opened();
  const after = await settled();
  return [
    { name: "E1 to the first line of a command, over Node's own", value: under / nothing, unit: 'ratio', aim: '≤ 5' },
    { name: 'node -e, to its first line', value: nothing, unit: 'ms', rival: true },
    { name: 'linkpin emulate -- node -e, to its first line', value: under, unit: 'ms' },
    { name: 'E2 opened and closed, over a bare server', value: open / server, unit: 'ratio', aim: '≤ 20' },
    { name: 'a bare server, listening and closed', value: server, unit: 'ms', rival: true },
    { name: 'emulator(), opened and closed', value: open, unit: 'ms' },
    { name: 'E3 handles that a hundred leave', value: after.handles - before.handles, unit: '', aim: '0' },
    { name: 'E3 growth of a hundred, each', value: (after.bytes - before.bytes) / 1024 / 100, unit: 'KiB', aim: '≤ 1' },
  ];
}

/** The median of what each answers, in milliseconds; they take turns. */
async function turns(count, candidates) {
  const times = candidates.map(() => []);
  for (let round = 0; round < count; round += 1) {
    for (const [index, go] of candidates.entries()) {
      times[index].push(await go());
    }
  }
  return times.map((numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(count / 2)]);
}

async function bare() {
  const start = performance.now();
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.close();
  await once(server, 'close');
  return performance.now() - start;
}

async function opened() {
  const start = performance.now();
  await (await emulator()).close();
  return performance.now() - start;
}

/** What a program does after its first line is not counted, and not left to disturb the next. */
async function untilLine(args) {
  const start = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'close');
  await once(child.stdout, 'data');
  const time = performance.now() - start;
  await gone;
  return time;
}

/** Open handles and the memory that is in use, garbage aside. */
async function settled() {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  for (let at = 0; at < 3; at += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return { handles: process.getActiveResourcesInfo().length, bytes: heapUsed + external + arrayBuffers };
}
