import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MessageCount } from './message-count.ts';

test('messages are counted once a second, and what this process does to them in between is added', async () => {
  let now = 0;
  let [waiting, counts] = [10, 0];
  const count = async (): Promise<number> => {
    counts += 1;
    return waiting;
  };
  const messages = new MessageCount(() => now);
  assert.equal(await messages.read(count), 10);
  messages.change(3);
  messages.change(-1);
  waiting = 100;
  now = 999;
  assert.equal(await messages.read(count), 12);
  assert.equal(counts, 1);
  now = 1000;
  assert.equal(await messages.read(count), 100, 'what others did');
  assert.equal(counts, 2);
});
