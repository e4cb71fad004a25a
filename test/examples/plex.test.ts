// A sign-in with Plex, tested offline in four test runners: each example as it stands in examples/. linkpin must be built.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));

interface Runner {
  readonly name: string;
  readonly args: readonly string[];
  /** What it says when all tests of the example passed. */
  readonly passed: RegExp;
  /** What it says when one did not. */
  readonly failed: RegExp;
}

const runners: readonly Runner[] = [
  { name: 'plex-node-test', args: ['--test'], passed: /pass 3$/m, failed: /fail [1-3]$/m },
  {
    name: 'plex-vitest',
    args: ['node_modules/vitest/vitest.mjs', 'run'],
    passed: /Tests +3 passed/,
    failed: /[1-3] failed/,
  },
  {
    name: 'plex-jest',
    args: ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js'],
    passed: /Tests: +3 passed/,
    failed: /[1-3] failed/,
  },
  {
    name: 'plex-playwright',
    args: ['node_modules/@playwright/test/cli.js', 'test', '--timeout=120000'],
    passed: /2 passed/,
    failed: /[12] failed/,
  },
];

/** Runs something in an empty folder, which is removed after it. */
async function inFolder<Value>(go: (folder: string) => Promise<Value>): Promise<Value> {
  const folder = mkdtempSync(join(examples, '.copy-'));
  try {
    return await go(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function node(cwd: string, args: readonly string[]): Promise<{ said: string; status: unknown }> {
  const env = { ...process.env, CHROMIUM: '/usr/bin/chromium', NODE_OPTIONS: '', NO_COLOR: '1', CI: '1' };
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...env, NODE_TEST_CONTEXT: undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, errors, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { said: `${out}${errors}`, status };
}

/** Runs an example in a copy, beside the app that it tests. */
async function run(
  { name, args }: Runner,
  change: (app: string) => string,
): Promise<{ said: string; status: unknown }> {
  return inFolder(async (copy) => {
    const folder = join(copy, name);
    const isOwn = (path: string): boolean => !path.includes('node_modules');
    cpSync(join(examples, name), folder, { recursive: true, filter: isOwn });
    if (name !== 'plex-node-test') symlinkSync(join(examples, name, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(copy, 'plex-app.mjs'), change(readFileSync(join(examples, 'plex-app.mjs'), 'utf8')));
    return node(folder, args);
  });
}

for (const runner of runners) {
  describe(`the example ${runner.name}`, () => {
    it('passes, without a network', async () => {
      const { said, status } = await run(runner, (app) => app);
      assert.equal(status, 0, said);
      assert.match(said, runner.passed);
    });

    it('fails when the app is broken', async () => {
      const { said, status } = await run(runner, (app) =>
        app.replace('return user.json()', 'return { username: "eve" }'),
      );
      assert.notEqual(status, 0, said);
      assert.match(said, runner.failed);
    });
  });
}

describe('the lines that docs/emulator.md begins with', () => {
  it('test a sign-in with Plex in a folder that has nothing but an app', () =>
    inFolder(async (folder) => {
      const docs = readFileSync(join(examples, '..', 'docs', 'emulator.md'), 'utf8');
      const [, lines = ''] = /```jsx\n([\s\S]+?)```/.exec(docs) ?? [];
      writeFileSync(join(folder, 'plex.test.js'), lines);
      writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
      const app = `import { requestPin, userOf } from '${join(examples, 'plex-app.mjs')}';
        export const signInWithPlex = async () => userOf(await requestPin());`;
      writeFileSync(join(folder, 'your-app.js'), app);
      symlinkSync(join(examples, 'plex-vitest', 'node_modules'), join(folder, 'node_modules'));
      const { said, status } = await node(folder, ['node_modules/vitest/vitest.mjs', 'run']);
      assert.equal(status, 0, said);
      assert.match(said, /Tests +1 passed/);
    }));
});
