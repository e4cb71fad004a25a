// P10. Each run is a new process; the candidates take turns, and the median counts.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const id = 'P10';
export const title = 'How long from the key press to help, and from `serve` to the first answer?';

const rounds = 15;
const root = join(import.meta.dirname, '..');
const linkpin = join(root, 'packages/linkpin/bin/linkpin.js');
const prettier = join(root, 'node_modules/prettier/bin/prettier.cjs');

/** The minimal server: Node's own start-up time. */
const bareServer = `
  const server = require('node:http').createServer((request, response) => response.end('ok'));
  server.listen(0, '127.0.0.1', () => console.log('http://127.0.0.1:' + server.address().port));`;

export async function run() {
  const data = mkdtempSync(join(tmpdir(), 'linkpin-bench-'));
  const used = join(data, 'used');
  const serve = (folder) => untilAnswer([linkpin, 'serve', '--port', '0', '--json', '--data', folder]);
  try {
    await serve(used);
    let fresh = 0;
    const rows = await medians([
      { name: 'linkpin --help', time: () => untilExit([linkpin, '--help']) },
      { name: 'node -e 0', rival: true, time: () => untilExit(['-e', '0']) },
      { name: 'prettier --help', rival: true, time: () => untilExit([prettier, '--help']) },
      { name: 'linkpin serve, to the first answer', time: () => serve(used) },
      { name: 'the same on a new data folder', time: () => serve(join(data, `new-${(fresh += 1)}`)) },
      { name: 'bare node:http, to the first answer', rival: true, time: () => untilAnswer(['-e', bareServer]) },
    ]);
    const [help, nothing, , again, anew, bare] = rows.map(({ value }) => value);
    return [
      { name: '--help over node -e 0', value: help / nothing, unit: 'ratio', aim: '≤ 1.5' },
      { name: 'serve to the first answer, over bare node:http', value: again / bare, unit: 'ratio', aim: '≤ 5' },
      { name: 'the same on a new data folder', value: anew / bare, unit: 'ratio', aim: '≤ 5' },
      ...rows,
    ];
  } finally {
    rmSync(data, { recursive: true });
  }
}

async function medians(candidates) {
  const times = candidates.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, { time }] of candidates.entries()) times[index].push(await time());
  }
  return candidates.map(({ time: _, ...row }, index) => ({ ...row, value: median(times[index]), unit: 'ms' }));
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

function untilExit(args) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`node ${args.join(' ')} failed: ${stderr}`);
  return performance.now() - start;
}

/** Time from the start of the process to the end of the first response; the server prints its port on stdout. */
async function untilAnswer(args) {
  const start = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const gone = new Promise((resolve) => child.on('close', resolve));
  try {
    const origin = await firstAddress(child);
    const response = await fetch(new URL('/healthz', origin));
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`${origin}/healthz answered ${response.status}`);
    return performance.now() - start;
  } finally {
    child.kill();
    await gone;
  }
}

function firstAddress(child) {
  return new Promise((resolve, reject) => {
    let out = '';
    let wrong = '';
    child.stderr.on('data', (chunk) => (wrong += chunk));
    child.stdout.on('data', (chunk) => {
      out += chunk;
      const address = /http:\/\/[\w.:[\]]+/.exec(out)?.[0];
      if (address !== undefined && out.includes('\n')) resolve(address);
    });
    child.on('error', reject);
    child.on('close', (code) => reject(new Error(`the server left with ${code}: ${wrong}`)));
  });
}
