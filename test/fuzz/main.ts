// `npm run fuzz`: a million inputs for each parser, fewer for the doors; a watchdog tells which input hangs.
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { answers } from './answers.ts';
import { transcripts } from './transcripts.ts';
import { createChance } from './chance.ts';
import { parsers } from './parsers.ts';

const { values, positionals } = parseArgs({
  options: {
    count: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
  allowPositionals: true,
});
const count = Number(values.count);
const seed = Number(values.seed);

/** A hang, in milliseconds without a new input. */
const patience = 30_000;

/** What a target does in one thread; resolves to what went wrong, or to nothing. */
function watch(name: string, inputs: number): Promise<string | undefined> {
  const beats = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL('worker.ts', import.meta.url), {
    workerData: { name, count: inputs, seed, beats },
  });
  return new Promise((resolve) => {
    let last = -1;
    const dog = setInterval(() => {
      const now = Atomics.load(beats, 0);
      if (now === last) end(`${name}: hangs at input ${seed + now} (${JSON.stringify(inputOf(name, seed + now))})`);
      last = now;
    }, patience);
    const end = (trouble: string | undefined): void => {
      clearInterval(dog);
      void worker.terminate();
      resolve(trouble);
    };
    worker.once('message', () => end(undefined));
    worker.once('error', (error) => end(error instanceof Error ? error.message : String(error)));
    worker.once('exit', (code) => end(code === 0 ? undefined : `${name}: the thread ended with ${code}`));
  });
}

const inputOf = (name: string, at: number): unknown =>
  [...parsers, ...answers, ...transcripts].find((one) => one.name === name)?.make(createChance(at));

process.stdout.write(`seed ${seed}\n`);
const doors = [
  ['the fetch door', Math.ceil(count / 20)],
  ['the Node door', Math.ceil(count / 100)],
] as const;
const all = [...[...parsers, ...answers, ...transcripts].map(({ name }) => [name, count] as const), ...doors];
for (const [name, inputs] of all) {
  if (positionals.length > 0 && !positionals.some((word) => name.includes(word))) continue;
  const began = performance.now();
  const trouble = await watch(name, inputs);
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  process.stdout.write(`${trouble === undefined ? '✔' : '✘'} ${name}: ${inputs} inputs, ${seconds} s\n`);
  if (trouble !== undefined) {
    process.stdout.write(`${trouble}\n`);
    process.exitCode = 1;
  }
}
