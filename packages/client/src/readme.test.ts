// The README's lists are complete. Its examples are compiled by test/docs.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../', import.meta.url));
const readme = readFileSync(join(folder, 'README.md'), 'utf8');
test('the README explains every outcome and every error code', () => {
  const source = (name: string): string => readFileSync(join(folder, 'src', name), 'utf8');
  const outcomes = [...source('plex-outcome.ts').matchAll(/\| \{ readonly kind: '(\w+)'/g)].map(([, kind]) => kind);
  const codes = [...source('errors.ts').matchAll(/^ {2}\| '(\w+)'/gm)].map(([, code]) => code);
  assert.equal(outcomes.length, 7);
  assert.equal(codes.length, 9);
  for (const word of [...outcomes, ...codes]) assert.match(readme, new RegExp(`^\\| \`${word}\` `, 'm'));
});
