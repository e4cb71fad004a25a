import { parseArgs } from 'node:util';
import { ensureNeeds } from '../lib/needs.mjs';
import { inParallel } from '../lib/parallel.mjs';
import { say } from '../lib/say.mjs';
import { beside } from '../lib/spawn.mjs';
import { runTests } from '../lib/tests.mjs';
import { leftOut, waitingTests } from '../lib/waiting.mjs';
import { build } from './build.mjs';

/** Does nothing as fast as it can, for as long as we are there. */
const spinning = 'const { ppid } = process; while (process.ppid === ppid);';

/** Rounds at once, and files of each at once: more than there are cores, because most of them wait most of the time. */
const [lanes, filesAtOnce] = [2, 3];

/**
 * Runs the tests that wait twenty times, `--times N` others, beside two programs that take all the processor they can get.
 * Words choose files, as `unit` has them, those among them that are left out otherwise.
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
