// docs/conformance.md lists every check as it is; `LINKPIN_WRITE_TABLES=1` writes the lists.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { it } from 'node:test';
import { tables, withParts } from './table.ts';

const file = new URL('../../docs/conformance.md', import.meta.url);

it('docs/conformance.md lists every check, with its section, level and rule', () => {
  const text = readFileSync(file, 'utf8');
  const written = withParts(text, tables);
  if (process.env['LINKPIN_WRITE_TABLES'] === '1') writeFileSync(file, written);
  else assert.equal(text, written);
});
