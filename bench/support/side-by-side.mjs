// Two programs measured in turns on the same core, with the load on another: A B A B, medians.
import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';

/** Pause between two turns, in milliseconds: with three contestants no code is polled again within its five seconds. */
const breath = 500;

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
  const tell = async (line) => {
    child.stdin.write(`${line}\n`);
    return JSON.parse((await lines.next()).value);
  };
  return {
    ...JSON.parse(value),
    /** For measuring its CPU time; see {@link measureInTurns}. */
    serverPid: child.pid,
    /** Requests the server's own measurements. */
    report: () => tell('report'),
    /** Writes a line to the server, which answers with one. */
    tell,
    async stop() {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

/** Runs a load program on the core not used by servers; it prints JSON. */
export async function runLoad(file, options) {
  const [program, args] = onCore(1, [file.pathname, JSON.stringify(options)]);
  const { stdout } = await promisify(execFile)(program, args);
  return JSON.parse(stdout);
}

/**
 * Measures responses per second, the server's CPU time per response in µs, and latencies in ms, in a separate process.
 * Throws on an unexpected response.
 */
async function measure(options) {
  const { rate, cpu, answers, wrong, p50, p99 } = await runLoad(new URL('load.mjs', import.meta.url), options);
  if (answers === 0 || wrong > 0) throw new Error(`${wrong} of ${answers} answers were not ${options.status}`);
  return { rate, cpu, p50, p99 };
}

/** The median. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/**
 * Measures the contestants in turns, for several rounds.
 *
 * @param contestants name → options for measure
 * @returns name → the medians { rate: answers a second, cpu: µs of the server's processor time an answer, p50, p99:
 *   delays in ms }, and `rounds`, what each round gave
 */
export async function measureInTurns(contestants, rounds = 3) {
  const taken = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, load] of Object.entries(contestants)) {
      taken[name].push(await measure(load));
      await setTimeout(breath);
    }
  }
  const middle = (all, what) => median(all.map((one) => one[what]));
  const medians = (all) => ({
    rate: middle(all, 'rate'),
    cpu: middle(all, 'cpu'),
    p50: middle(all, 'p50'),
    p99: middle(all, 'p99'),
    rounds: all,
  });
  return Object.fromEntries(Object.entries(taken).map(([name, all]) => [name, medians(all)]));
}

/**
 * The ratio of two contestants' figures, computed per round, so that noise in a round affects both.
 *
 * @param what `rate`, `cpu`, `p50` or `p99`
 * @returns for a row: the median, and the least and the most of the rounds
 */
export function ratio(one, other, what) {
  const ratios = one.rounds.map((round, index) => round[what] / other.rounds[index][what]);
  return { value: median(ratios), unit: 'ratio', spread: [Math.min(...ratios), Math.max(...ratios)] };
}
