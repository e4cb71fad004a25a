import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Told } from './told.ts';

const until = 600_000;

test('what a device was told last is remembered, and nothing where it was told nothing', () => {
  const told = new Told();
  assert.equal(told.last('one'), '');
  told.note('one', { tells: '18', until }, 0);
  told.note('one', { tells: '43', until }, 0);
  assert.equal(told.last('one'), '43');
  told.note('one', { tells: '', until }, 0);
  assert.deepEqual([told.last('one'), told.size], ['', 0]);
});

test('of more than twenty thousand the first are forgotten', () => {
  const told = new Told();
  for (let pin = 0; pin <= 20_000; pin += 1) told.note(`pin ${pin}`, { tells: '18', until }, 0);
  assert.deepEqual(
    [0, 1, 20_000].map((pin) => told.last(`pin ${pin}`)),
    ['', '18', '18'],
  );
});

test('pins that are over are forgotten when the next device is told something, and one at once that has ended', () => {
  const told = new Told();
  for (let pin = 0; pin < 1000; pin += 1) told.note(`pin ${pin}`, { tells: '18', until }, 0);
  told.forget('pin 7');
  assert.equal(told.size, 999);
  told.note('late', { tells: '18', until: 2 * until }, until);
  assert.deepEqual([told.size, told.last('late')], [1, '18']);
});
