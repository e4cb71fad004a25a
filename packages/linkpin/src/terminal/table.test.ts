import assert from 'node:assert/strict';
import { test } from 'node:test';
import { table } from './table.ts';

test('columns stand under their headings, and nothing in them drives the terminal', () => {
  const rows = [
    ['1', 'Küche\u001b[2J\u202e', 'x'],
    ['22', 'TV', ''],
  ];
  assert.equal(table(['ID', 'NAME', 'APP'], rows), 'ID  NAME      APP\n1   Küche[2J  x\n22  TV\n');
});
