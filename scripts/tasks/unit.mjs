import { runTests, unitTests } from '../lib/tests.mjs';

/** Runs the unit tests, or those whose path contains one of the given words. */
export async function unit(node, words) {
  const files = unitTests().filter((file) => words.length === 0 || words.some((word) => file.includes(word)));
  const { passed, failed, output } = await runTests(node, files);
  process.stdout.write(`${output}${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}
