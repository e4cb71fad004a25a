import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSetUpNote } from './set-up-note.ts';
import { SharedHashTable } from './shared-hash-table.ts';

test('the set-up link that works is the last one, in every thread, until its time or until it has done its work', () => {
  let now = 1;
  const clock = { now: () => now };
  const table = SharedHashTable.create(1);
  const note = createSetUpNote(clock, table);
  const elsewhere = createSetUpNote(clock, SharedHashTable.attach(table.buffer));
  assert.equal(note.has('first'), false);
  note.put('first', 10);
  assert.equal(elsewhere.has('first'), true);
  elsewhere.put('second', 20);
  assert.deepEqual([note.has('first'), note.has('second')], [false, true]);
  now = 20;
  assert.equal(note.has('second'), false);
  note.put('third', 30);
  elsewhere.clear();
  assert.equal(note.has('third'), false);
});
