import assert from 'node:assert/strict';
import { test } from 'node:test';
import { weakCodes } from '../domain/code-places.ts';
import { plexCodes } from '../domain/code.ts';
import { createIssuing } from './issuing.ts';

const limits = { perNetwork: 1, overall: 1, guessesPerDay: 1 };

test('the length that was told is expected the next time, by kind, apart for networks that issue much', () => {
  const issuing = createIssuing(limits);
  assert.equal(issuing.expectedLength('weak', '203.0.113.9'), undefined);
  issuing.learn('weak', '203.0.113.9', 'many', 7);
  issuing.learn('weak', '198.51.100.1', 'few', 5);
  assert.equal(issuing.expectedLength('weak', '203.0.113.9'), 7);
  assert.equal(issuing.expectedLength('weak', '192.0.2.1'), 5);
  assert.equal(issuing.expectedLength('user', '192.0.2.1'), undefined);
  issuing.learn('weak', '203.0.113.9', 'few', 5);
  assert.equal(issuing.expectedLength('weak', '203.0.113.9'), 5);
});

test('the places of weak codes are the given ones, or those of plex’s codes', () => {
  assert.deepEqual(createIssuing(limits).weak, weakCodes(plexCodes.weak, 1));
  const weak = weakCodes(plexCodes.weak, 160, 6);
  assert.equal(createIssuing({ ...limits, weak }).weak, weak);
});

test('only so many networks are remembered, the one noticed first is forgotten first', () => {
  const issuing = createIssuing(limits, 2);
  issuing.learn('weak', null, 'few', 4);
  for (const address of ['203.0.113.1', '203.0.113.2', '203.0.113.3']) issuing.learn('weak', address, 'many', 6);
  assert.deepEqual(
    ['203.0.113.1', '203.0.113.2', '203.0.113.3'].map((address) => issuing.expectedLength('weak', address)),
    [4, 6, 6],
  );
});
