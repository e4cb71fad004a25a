import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { settingsTable } from './table.testing.ts';

test('docs/settings.md holds the table of all settings', () => {
  const page = readFileSync(new URL('../../../../docs/settings.md', import.meta.url), 'utf8');
  assert.ok(page.includes(settingsTable()), `docs/settings.md must hold this table:\n\n${settingsTable()}\n`);
});
