// Two programs measured in turns on the same core, with the load on another: A B A B, medians.
import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const pinned = spawnSync('taskset', ['-c', '0', 'true']).status === 0;

const onCore = (core, args) =>
  pinned ? ['taskset', ['-c', String(core), process.execPath, ...args]] : [process.execPath, args];

/** Starts a server program of `bench/servers`; it prints one JSON line with its port when it listens. */
export async function startServer(file, options = {}) {
  const [program, args] = onCore(0, [new URL(`../servers/${file}`, import.meta.url).pathname, JSON.stringify(options)]);
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const { value } = await lines.next();
  if (value === undefined) throw new Error(`${file} did not start`);
  return {
    ...JSON.parse(value),
    /** Asks the server for what it measured of itself meanwhile. */
    async report() {
      child.stdin.write('report\n');
      return JSON.parse((await lines.next()).value);
    },
    async stop() {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

/** Requests a second, from a process of its own. Throws when an answer was not as expected. */
async function measure(options) {
  const [program, args] = onCore(1, [new URL('load.mjs', import.meta.url).pathname, JSON.stringify(options)]);
  const { stdout } = await promisify(execFile)(program, args);
  const { rate, answers, wrong } = JSON.parse(stdout);
  if (answers === 0 || wrong > 0) throw new Error(`${wrong} of ${answers} answers were not ${options.status}`);
  return rate;
}

/** The one in the middle. */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/**
 * Measures each contestant in turn, round after round.
 *
 * @param contestants name → { server, options for measure }
 * @returns name → median rate
 */
export async function inTurns(contestants, rounds = 3) {
  const rates = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, load] of Object.entries(contestants)) rates[name].push(await measure(load));
  }
  return Object.fromEntries(Object.entries(rates).map(([name, all]) => [name, median(all)]));
}
