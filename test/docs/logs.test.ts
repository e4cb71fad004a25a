// docs/logs.md against the sources: every line that is logged, and every field of it.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(`${root}docs/logs.md`, 'utf8');

/** The calls of a log in all sources: their fields, as far as they stand there, and their text. */
const calls = globSync('packages/{server,linkpin}/src/**/*.ts', { cwd: root })
  .filter((file) => !/\.(test|testing)\.ts$|\/emulator\//.test(file))
  .flatMap((file) =>
    [
      ...readFileSync(`${root}${file}`, 'utf8').matchAll(
        /\blog\.(fatal|error|warn|info|debug)\(\s*(?:\{([^}]*)\},|\w+,)?\s*'([^']+)',?\s*\)/g,
      ),
    ].map(([, level = '', fields = '', text = '']) => ({ file, level, fields, text })),
  );

test('docs/logs.md says of every line of the log how bad it is and what to do, and of no other', () => {
  assert.ok(calls.length >= 15);
  const [, lines = ''] = page.split('## Lines');
  const documented = [...lines.matchAll(/^\| `([^`]+)` \| (info|warn|error|fatal) \|/gm)].map(
    ([, text, level]) => `${level}: ${text}`,
  );
  assert.deepEqual(new Set(documented), new Set(calls.map(({ level, text }) => `${level}: ${text}`)));
});

test('every field of a line is in its table', () => {
  const [table = ''] = page.split('## Request ids');
  for (const { file, fields } of calls) {
    for (const [, name = ''] of fields.matchAll(/(?:^|,)\s*(\w+)/g))
      assert.ok(table.includes(`\`${name}\``), `${file}: ${name}`);
  }
});
