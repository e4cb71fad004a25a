import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LastNotified } from './last-notified.ts';

const until = 600_000;

test('what a device was told last is remembered, and nothing where it was told nothing', () => {
  const lastNotified = new LastNotified();
  assert.equal(lastNotified.last('one'), '');
  lastNotified.note('one', { tells: '18', until }, 0);
  lastNotified.note('one', { tells: '43', until }, 0);
  assert.equal(lastNotified.last('one'), '43');
  lastNotified.note('one', { tells: '', until }, 0);
  assert.deepEqual([lastNotified.last('one'), lastNotified.size], ['', 0]);
});

test('of more than twenty thousand the first are forgotten', () => {
  const lastNotified = new LastNotified();
  for (let pin = 0; pin <= 20_000; pin += 1) lastNotified.note(`pin ${pin}`, { tells: '18', until }, 0);
  assert.deepEqual(
    [0, 1, 20_000].map((pin) => lastNotified.last(`pin ${pin}`)),
    ['', '18', '18'],
  );
});

test('pins that are over are forgotten when the next device is told something, and one at once that has ended', () => {
  const lastNotified = new LastNotified();
  for (let pin = 0; pin < 1000; pin += 1) lastNotified.note(`pin ${pin}`, { tells: '18', until }, 0);
  lastNotified.forget('pin 7');
  assert.equal(lastNotified.size, 999);
  lastNotified.note('late', { tells: '18', until: 2 * until }, until);
  assert.deepEqual([lastNotified.size, lastNotified.last('late')], [1, '18']);
});
