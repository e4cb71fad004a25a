import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aggregationDelay, firstDueAt, judgeMessage, mayClaim, mostWaiting } from './outbox.ts';

test('a message waits, joins one of its bundle, is dropped when too many wait, or nobody wants it', () => {
  const one = { isOff: false, waiting: 0, isBundle: false, joins: false };
  assert.equal(judgeMessage(one), 'put');
  assert.equal(judgeMessage({ ...one, joins: true }), 'put', 'a message of one event joins none');
  assert.equal(judgeMessage({ ...one, waiting: mostWaiting - 1 }), 'put');
  assert.equal(judgeMessage({ ...one, waiting: mostWaiting }), 'drop');
  assert.equal(judgeMessage({ ...one, isBundle: true, waiting: mostWaiting / 2 - 1 }), 'put');
  assert.equal(judgeMessage({ ...one, isBundle: true, waiting: mostWaiting / 2 }), 'drop');
  assert.equal(judgeMessage({ ...one, isBundle: true, joins: true, waiting: mostWaiting }), 'join');
  assert.equal(judgeMessage({ ...one, isBundle: true, joins: true, isOff: true }), 'ignore');
});

test('the second message of a bundle waits a minute', () => {
  assert.equal(firstDueAt(5, true), 5);
  assert.equal(firstDueAt(5, false), 5 + aggregationDelay);
});

test('one sends at a time, until its lease is over', () => {
  const lease = { clientId: 'a', until: 100 };
  assert.equal(mayClaim(false, { clientId: null, until: 100 }, 'b', 50), true);
  assert.equal(mayClaim(false, lease, 'a', 50), true);
  assert.equal(mayClaim(false, lease, 'b', 99), false);
  assert.equal(mayClaim(false, lease, 'b', 100), true);
  assert.equal(mayClaim(true, lease, 'a', 50), false);
});
