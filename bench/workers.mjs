// CPU time per request with one serving thread and with two. Not throughput: with the load on the same cores, two
// threads cannot show any gain.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processorTime } from './support/cpu.mjs';

export const id = 'workers';
export const title = 'What processor time does a poll cost with one worker, and with two?';

const headers = { accept: 'application/json', 'x-plex-client-identifier': 'bench-tv-0001' };
const bin = new URL('../packages/linkpin/bin/linkpin.js', import.meta.url).pathname;

/** Polls per round. */
const polls = 30_000;

function ask(agent, url, method) {
  return new Promise((resolve, reject) => {
    request(url, { agent, method, headers }, (incoming) => {
      let text = '';
      incoming.on('data', (part) => (text += part)).on('end', () => resolve(text));
    })
      .on('error', reject)
      .end();
  });
}

async function start(workers) {
  const data = mkdtempSync(join(tmpdir(), 'linkpin-bench-'));
  const args = [bin, 'serve', '--port', '0', '--json', '--data', data, '--workers', String(workers)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const [line] = await once(child.stdout, 'data');
  const { url } = JSON.parse(String(line));
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const { id: pin } = JSON.parse(await ask(agent, `${url}/api/v2/pins`, 'POST'));
  const poll = async () => {
    let left = polls;
    const before = processorTime(child.pid);
    const one = async () => {
      while (left-- > 0) await ask(agent, `${url}/api/v2/pins/${pin}`, 'GET');
    };
    await Promise.all(Array.from({ length: 32 }, one));
    return (processorTime(child.pid) - before) / polls;
  };
  const stop = async () => {
    agent.destroy();
    child.kill('SIGTERM');
    await once(child, 'exit');
    rmSync(data, { recursive: true });
  };
  return { poll, stop };
}

const median = (values) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];

export async function run() {
  const [one, two] = [await start(1), await start(2)];
  const costs = { one: [], two: [] };
  for (let round = 0; round < 4; round += 1) {
    const [a, b] = [await one.poll(), await two.poll()];
    // The first round is warm-up.
    if (round === 0) continue;
    costs.one.push(a);
    costs.two.push(b);
  }
  await Promise.all([one.stop(), two.stop()]);
  return [
    { name: 'a poll with 1 worker, SQLite', value: median(costs.one), unit: 'µs' },
    { name: 'a poll with 2 workers, SQLite', value: median(costs.two), unit: 'µs' },
    { name: 'two workers over one', value: median(costs.two) / median(costs.one), unit: 'ratio' },
  ];
}
