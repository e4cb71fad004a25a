import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { at, filesBelow } from './paths.mjs';
import { capture, run } from './spawn.mjs';

/** Time-out of a test, and of a whole file, in milliseconds. */
const longest = 15 * 60_000;

/** Files that run at a time: more than there are cores, because many wait for other programs and for answers. */
const filesAtOnce = availableParallelism() + 2;

/** The unit tests, next to the sources, of all packages or one. */
export function unitTests(folder = 'packages') {
  return filesBelow(folder).filter((file) => file.endsWith('.test.ts') && file.includes('/src/'));
}

/** The integration tests below test/, or below one of its folders. */
export function realTests(folder = 'test') {
  return filesBelow(folder).filter((file) => file.endsWith('.test.ts'));
}

/**
 * Runs test files straight from their sources with node:test.
 * @returns {Promise<{ passed: number, failed: number, passedOf: Record<string, number>, output: string }>} a run that
 * crashes or runs no test has failed; `passedOf` counts the tests of each file that passed whole; `output` is empty unless
 * `quiet`, which keeps it from the terminal and leaves out what passed.
 */
export async function runTests(node, files, { quiet = false, atOnce = filesAtOnce } = {}) {
  if (files.length === 0) return { passed: 0, failed: 1, passedOf: {}, output: 'There is no test file here.\n' };
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-tests-'));
  const counts = join(folder, 'counts.json');
  const env = {
    ...node.env,
    LINKPIN_COUNTS: counts,
    LINKPIN_ONLY_FAILURES: quiet ? '1' : '0',
    LINKPIN_FILE_LIMIT: String(longest),
    NODE_COMPILE_CACHE: at('node_modules', '.cache', 'linkpin', 'compiled'),
  };
  const reporter = `--test-reporter=${at('scripts', 'lib', 'reporter.mjs')}`;
  const args = [
    '--conditions=linkpin-source',
    `--import=${at('scripts', 'lib', 'file-limit.mjs')}`,
    '--test',
    `--test-concurrency=${atOnce}`,
    `--test-timeout=${longest}`,
    reporter,
    ...files,
  ];
  try {
    const { code, output } = quiet
      ? await capture(node.path, args, { env })
      : { code: await run(node.path, args, { env, stdio: ['ignore', 'inherit', 'inherit'] }), output: '' };
    return { ...judge(code, readCounts(counts)), output };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readCounts(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, passedOf: {} };
  }
}

function judge(code, { passed, failed, passedOf }) {
  const silent = failed === 0 && (code !== 0 || passed === 0);
  return { passed, failed: silent ? 1 : failed, passedOf: silent ? {} : passedOf };
}
