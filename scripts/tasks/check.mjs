import { steps } from '../lib/steps.mjs';
import { say } from '../lib/say.mjs';
import { inParallel } from '../lib/parallel.mjs';

/**
 * Runs all checks that need no browser, network or installed program, as before each commit. `--all`: without the
 * cache.
 */
export async function check(node, words) {
  const names = words.filter((word) => word !== '--all');
  const { failed } = await runChecks(node, names, { afresh: names.length < words.length });
  return failed === 0 ? 0 : 1;
}

/**
 * Runs all steps, or the named ones, and reports the result and counts of each.
 *
 * @param afresh whether to ignore the cache of passed tests
 */
export async function runChecks(node, names = [], { afresh = false } = {}) {
  const all = steps(node, afresh);
  const unknown = names.find((name) => !all.some((step) => step.name === name));
  if (unknown !== undefined) throw new Error(`There is no "${unknown}": ${all.map(({ name }) => name).join(', ')}.`);
  const chosen = names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
  const began = performance.now();
  const total = { passed: 0, failed: 0 };
  await inParallel(chosen, async ({ name, go }) => {
    const start = performance.now();
    const { passed, failed, output, note } = await go().catch((error) => ({
      passed: 0,
      failed: 1,
      output: `${error.message}\n`,
    }));
    total.passed += passed;
    total.failed += failed;
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    if (failed > 0) process.stdout.write(`\n${output.trimEnd()}\n`);
    process.stdout.write(
      `${failed === 0 ? '✔' : '✘'} ${name} (${seconds} s${note === undefined ? '' : `; ${note}`})\n`,
    );
  });
  say(`check took ${((performance.now() - began) / 1000).toFixed(0)} s`);
  return total;
}
