// Two programs measured in turns on the same core, with the load on another: A B A B, medians.
import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';

/** Between two turns, in milliseconds: with three contestants no code is polled again within its five seconds. */
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
  return {
    ...JSON.parse(value),
    /** For the processor time it takes: {@link measureInTurns}. */
    serverPid: child.pid,
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

/** Runs a load program to its end, on the core that the servers do not have; it prints one JSON text. */
export async function runLoad(file, options) {
  const [program, args] = onCore(1, [file.pathname, JSON.stringify(options)]);
  const { stdout } = await promisify(execFile)(program, args);
  return JSON.parse(stdout);
}

/**
 * Answers a second, processor time of the server for each in µs, and delays in ms, taken by a process of its own. Throws when
 * an answer was not as expected.
 */
async function measure(options) {
  const { rate, cpu, answers, wrong, p50, p99 } = await runLoad(new URL('load.mjs', import.meta.url), options);
  if (answers === 0 || wrong > 0) throw new Error(`${wrong} of ${answers} answers were not ${options.status}`);
  return { rate, cpu, p50, p99 };
}

/** The one in the middle. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/**
 * Measures each contestant in turn, round after round.
 *
 * @param contestants name → options for measure
 * @returns name → the medians { rate: answers a second, cpu: µs of the server's processor time an answer, p50, p99: delays in
 *   ms }, and `rounds`, what each round gave
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
 * How many times one contestant's figure is another's, round by round: so that what slows a round down slows both.
 *
 * @param what `rate`, `cpu`, `p50` or `p99`
 * @returns for a row: the median, and the least and the most of the rounds
 */
export function ratio(one, other, what) {
  const ratios = one.rounds.map((round, index) => round[what] / other.rounds[index][what]);
  return { value: median(ratios), unit: 'ratio', spread: [Math.min(...ratios), Math.max(...ratios)] };
}
