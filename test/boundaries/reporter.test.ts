// `npm test` is only as honest as its count, so the count is tested too.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const reporter = fileURLToPath(new URL('../../scripts/lib/reporter.mjs', import.meta.url));
const fileLimit = fileURLToPath(new URL('../../scripts/lib/file-limit.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'linkpin-reporter-'));
after(() => rmSync(folder, { recursive: true }));

interface Report {
  readonly counts: { readonly passed: unknown; readonly failed: unknown };
  readonly output: string;
}

const report = (...bodies: readonly string[]): Report => reportWithin('60000', bodies);

function reportWithin(limit: string, bodies: readonly string[]): Report {
  const counts = join(folder, 'counts.json');
  const files = bodies.map((body, index) => {
    const file = join(folder, `${index}.test.mjs`);
    writeFileSync(file, `import { describe, before, after, test } from 'node:test';\n${body}\n`);
    return file;
  });
  const { NODE_TEST_CONTEXT: _, ...outer } = process.env;
  const env = { ...outer, LINKPIN_COUNTS: counts, LINKPIN_ONLY_FAILURES: '0', LINKPIN_FILE_LIMIT: limit };
  const command = [`--import=${fileLimit}`, '--test', '--test-concurrency=4', `--test-reporter=${reporter}`, ...files];
  const { stdout } = spawnSync(process.execPath, command, { cwd: folder, env, encoding: 'utf8' });
  const { passed, failed } = JSON.parse(readFileSync(counts, 'utf8')) as Readonly<Record<string, unknown>>;
  return { counts: { passed, failed }, output: stdout };
}

const passes = "test('passes', () => {});";

test('tests that pass are counted, nested and in suites, over several files', () => {
  const { counts } = report(passes, `describe('suite', () => { ${passes} ${passes} });`);
  assert.deepEqual(counts, { passed: 3, failed: 0 });
});

for (const [title, body, expected] of [
  ['a test that fails', "test('fails', () => { throw new Error('planted'); });", 'planted'],
  ['a skipped test', `test('x', { ${'skip'}: true }, () => {});`, 'nothing may be'],
  ['a test to be done', `test('x', { ${'todo'}: true }, () => {});`, 'nothing may be'],
  ['a file without a test', '', 'or has none'],
  ['a file that cannot be loaded', "throw new Error('planted');", 'planted'],
  ['a file that exits well before its end', "test('x', () => process.exit(0)); test('y', () => {});", 'it left before'],
  [
    'a hook that fails before',
    "describe('s', () => { before(() => { throw new Error('planted'); }); test('x', () => {}); });",
    'planted',
  ],
] as const) {
  test(`${title} counts as failed, and says why`, () => {
    const { counts, output } = report(passes, body);
    assert.deepEqual(counts, { passed: 1, failed: 1 });
    assert.ok(output.includes(expected), output);
  });
}

for (const [title, body] of [
  ['a hook that fails after all', "test('x', () => {}); after(() => { throw new Error('planted'); });"],
  ['an error that comes late', "test('x', () => { setTimeout(() => { throw new Error('planted'); }, 20); });"],
] as const) {
  test(`${title} counts as failed although the tests passed`, () => {
    const { counts, output } = report(body);
    assert.deepEqual(counts, { passed: 1, failed: 1 });
    assert.ok(output.includes('planted'), output);
  });
}

for (const [title, body] of [
  ['a file that goes on after its tests', `${passes} setInterval(() => {}, 50);`],
  [
    'a file that waits for a program of its own',
    `import { spawn } from 'node:child_process';
     const endless = ['-e', 'setInterval(() => {}, 50)'];
     test('x', () => new Promise(() => { spawn(process.execPath, endless, { stdio: 'inherit' }); }));`,
  ],
] as const) {
  test(`${title} is ended, counts as failed, and says why`, () => {
    const { counts, output } = reportWithin('500', [body]);
    assert.equal(counts.failed, 1);
    assert.ok(output.includes('it was not over after 0.5 s'), output);
  });
}
