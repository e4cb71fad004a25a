import { ensureDebian } from '../lib/debian.mjs';
import { ensureInstalled } from '../lib/install.mjs';
import { ensureNeeds } from '../lib/needs.mjs';
import { ownNode } from '../lib/node.mjs';
import { runTests } from '../lib/tests.mjs';
import { build } from './build.mjs';

/** Tries every program of test/emulator/matrix.ts under the emulator, those in other languages included. */
export async function matrix(node) {
  await ensureNeeds(node, 'test/emulator');
  await ensureDebian(['chromium', 'ruby', 'golang-go', 'php-cli', 'php-curl', 'default-jdk-headless', 'libnss3-tools']);
  await ensureInstalled(node, 'tooling/runtimes', 'Bun and Deno');
  await ownNode('node20', '20');
  await ownNode('node22', '22.19');
  await ownNode('node26', '26');
  if ((await build(node)) !== 0) return 1;
  const whole = { ...node, env: { ...node.env, LINKPIN_WHOLE_MATRIX: '1' } };
  const files = ['matrix', 'trust', 'compose'].map((name) => `test/emulator/${name}.test.ts`);
  const { passed, failed } = await runTests(whole, files);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}
