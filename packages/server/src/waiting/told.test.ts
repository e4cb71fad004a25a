import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Told } from './told.ts';

test('what a device was told last is remembered, and nothing where it was told nothing', () => {
  const told = new Told();
  assert.equal(told.last('one'), '');
  told.note('one', '18');
  told.note('one', '43');
  assert.equal(told.last('one'), '43');
  told.note('one', '');
  assert.equal(told.last('one'), '');
});

test('of more than twenty thousand the first are forgotten', () => {
  const told = new Told();
  for (let pin = 0; pin <= 20_000; pin += 1) told.note(`pin ${pin}`, '18');
  assert.deepEqual(
    [0, 1, 20_000].map((pin) => told.last(`pin ${pin}`)),
    ['', '18', '18'],
  );
});
