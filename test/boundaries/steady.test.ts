// `npm run steady` finds the tests that wait by itself. This holds the rule true, and runs the command once.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const scripts = new URL('../../scripts/', import.meta.url);
const { leftOut, waitingTests } = (await import(new URL('lib/waiting.mjs', scripts).href)) as {
  readonly leftOut: Readonly<Record<string, string>>;
  waitingTests(): readonly string[];
};

test('a test that waits is found, by itself or through what it imports of the tests, and no other', () => {
  const found = waitingTests();
  for (const file of [
    'packages/server/src/http/server/node-adapter.test.ts',
    'packages/client/src/http.test.ts',
    'test/waiting/drain.test.ts',
    'test/command/workers.test.ts',
    'test/transcripts/transcripts.test.ts',
  ]) {
    assert.ok(found.includes(file), file);
  }
  // Its words are those of a wait, and its time is a number.
  assert.ok(!found.includes('packages/server/src/domain/pin.test.ts'));
});

test('what is left out is there, waits, and has a reason', () => {
  const found = waitingTests();
  for (const [file, reason] of Object.entries(leftOut)) {
    assert.ok(found.includes(file), `${file} does not wait: take it from the list`);
    assert.ok(reason.length > 0);
  }
});

test('the command runs them beside two busy programs and says the counts last', () => {
  const run = spawnSync(
    process.execPath,
    [fileURLToPath(new URL('run.mjs', scripts)), 'steady', '--times', '2', 'shared-change-notifier'],
    {
      encoding: 'utf8',
      env: { ...process.env, NODE_TEST_CONTEXT: undefined },
    },
  );
  assert.equal(run.status, 0, run.stdout + run.stderr);
  assert.match(run.stdout, /round 1 of 2/);
  assert.equal(run.stdout.trimEnd().split('\n').at(-1), '2 passed, 0 failed');
});
