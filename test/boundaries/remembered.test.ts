// `npm run check` leaves out the unit tests that passed with just the files that they have now. In a copy of the repository.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { copyOfRepository } from './copy.testing.ts';

const copy = copyOfRepository();
after(() => copy.remove());

const folder = join(copy.folder, 'packages', 'server', 'src', 'domain');
const write = (name: string, text: string): void => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
};

interface Ran {
  readonly passed: number;
  readonly failed: number;
  readonly note: string;
}

/** Runs the planted test as `check` would. */
function run(): Ran {
  const library = pathToFileURL(join(copy.folder, 'scripts', 'lib', 'remembered.mjs')).href;
  const script = `
    const { runChangedTests } = await import(${JSON.stringify(library)});
    const { passed, failed, note } = await runChangedTests(
      { path: process.execPath, env: process.env }, ['packages/server/src/domain/planted.test.ts']);
    console.log(JSON.stringify({ passed, failed, note }));`;
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: copy.folder,
    env,
    encoding: 'utf8',
  });
  assert.equal(stderr, '');
  return JSON.parse(stdout) as Ran;
}

const unchanged = '1 of 1 files unchanged since they passed';
const changed = '0 of 1 files unchanged since they passed';

test('a test runs again when a file changes that it imports by way of another, and when it failed', () => {
  write('planted-far.ts', 'export const far = 1;\n');
  write('planted-near.ts', "export { far as near } from './planted-far.ts';\n");
  write(
    'planted.test.ts',
    `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { near } from './planted-near.ts';
test('is one', () => assert.equal(near, 1));
`,
  );
  assert.deepEqual(run(), { passed: 1, failed: 0, note: changed });
  assert.deepEqual(run(), { passed: 1, failed: 0, note: unchanged });
  write('planted-far.ts', 'export const far = 2;\n');
  assert.deepEqual(run(), { passed: 0, failed: 1, note: changed });
  assert.deepEqual(run(), { passed: 0, failed: 1, note: changed });
  write('planted-far.ts', 'export const far = 1; // again\n');
  assert.deepEqual(run(), { passed: 1, failed: 0, note: changed });
  assert.deepEqual(run(), { passed: 1, failed: 0, note: unchanged });
});

test('a test that names a folder is run every time', () => {
  write(
    'planted.test.ts',
    `import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
test('is there', () => assert.ok(readdirSync(new URL('../domain', import.meta.url)).length > 0));
`,
  );
  assert.deepEqual(run(), { passed: 1, failed: 0, note: changed });
  assert.deepEqual(run(), { passed: 1, failed: 0, note: changed });
});
