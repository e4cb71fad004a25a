import { parseArgs } from 'node:util';
import { ensureNeeds } from '../lib/needs.mjs';
import { inParallel } from '../lib/parallel.mjs';
import { say } from '../lib/say.mjs';
import { beside } from '../lib/spawn.mjs';
import { runTests } from '../lib/tests.mjs';
import { leftOut, waitingTests } from '../lib/waiting.mjs';
import { build } from './build.mjs';

/** A busy loop that ends with its parent. */
const spinning = 'const { ppid } = process; while (process.ppid === ppid);';

/** Concurrent rounds and files per round: more than cores, because most of them mostly wait. */
const [lanes, filesAtOnce] = [3, 4];

/**
 * Runs the tests that depend on real time twenty times, or `--times N`, under full CPU load. Arguments select files as
 * for `unit`, including those left out by default.
 */
export async function steady(node, args) {
  const options = { times: { type: 'string', default: '20' } };
  const { values, positionals: words } = parseArgs({ args, options, allowPositionals: true });
  const times = Number(values.times);
  if (!Number.isSafeInteger(times) || times < 1) throw new Error('--times wants a whole number from 1.');
  const isChosen = (file) =>
    words.length === 0 ? !Object.hasOwn(leftOut, file) : words.some((word) => file.includes(word));
  const files = waitingTests().filter(isChosen);
  if (files.some((file) => file.startsWith('test/'))) {
    await ensureNeeds(node, 'test');
    await ensureNeeds(node, 'examples');
    if ((await build(node)) !== 0) return 1;
  }

  const spinners = [1, 2].map(() => beside(node.path, ['-e', spinning], { env: node.env }));
  const began = performance.now();
  const total = { passed: 0, failed: 0 };
  const round = async (number) => {
    const start = performance.now();
    const { passed, failed, output } = await runTests(node, files, { quiet: true, atOnce: filesAtOnce });
    total.passed += passed;
    total.failed += failed;
    if (failed > 0) process.stdout.write(`\n${output.trimEnd()}\n`);
    const seconds = ((performance.now() - start) / 1000).toFixed(0);
    process.stdout.write(`${failed === 0 ? '✔' : '✘'} round ${number} of ${times} (${seconds} s)\n`);
  };
  try {
    const rounds = Array.from({ length: times }, (_, index) => index + 1);
    await inParallel(rounds, round, lanes);
  } finally {
    await Promise.all(spinners.map((stop) => stop()));
  }
  say(`steady took ${((performance.now() - began) / 1000).toFixed(0)} s`);
  process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
  return total.failed === 0 ? 0 : 1;
}
