import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extend, familyOverAt, hashesOf, rotate, standingOf, type RefreshFamily } from './refresh-family.ts';

const t0 = 1_700_000_000_000;

const first: RefreshFamily = {
  grantId: 'grant-1',
  clientId: 'tv',
  currentHash: 'one',
  currentSealed: null,
  previousHash: null,
  rotatedAt: t0,
  idleUntil: t0 + 100_000,
  endsAt: t0 + 200_000,
  version: 1,
};
const second = rotate(first, { hash: 'two', sealed: 'sealed two' }, t0 + 5, t0 + 150_000);

test('a token is current once, then previous for ten seconds, then reused', () => {
  assert.equal(standingOf(first, 'one', t0), 'current');
  assert.equal(standingOf(second, 'two', t0 + 5), 'current');
  assert.equal(standingOf(second, 'one', t0 + 5 + 9_999), 'previous');
  assert.equal(standingOf(second, 'one', t0 + 5 + 10_000), 'reused');
  assert.equal(standingOf(second, 'older', t0 + 5), 'reused');
  assert.equal(standingOf({ ...second, currentSealed: null }, 'one', t0 + 5), 'reused');
});

test('the idle time and the end both end a family', () => {
  assert.equal(familyOverAt(first), t0 + 100_000);
  assert.equal(standingOf(first, 'one', t0 + 99_999), 'current');
  assert.equal(standingOf(first, 'one', t0 + 100_000), 'over');
  const extended = extend(first, t0 + 300_000);
  assert.deepEqual(extended, { ...first, idleUntil: t0 + 300_000, version: 2 });
  assert.equal(standingOf(extended, 'one', t0 + 199_999), 'current');
  assert.equal(standingOf(extended, 'one', t0 + 200_000), 'over');
});

test('a rotation keeps the hash before and goes up by one', () => {
  assert.deepEqual(second, {
    ...first,
    currentHash: 'two',
    currentSealed: 'sealed two',
    previousHash: 'one',
    rotatedAt: t0 + 5,
    idleUntil: t0 + 150_000,
    version: 2,
  });
});

test('a family is found by its current token and the one before', () => {
  assert.deepEqual(hashesOf(first), ['one']);
  assert.deepEqual(hashesOf({ ...first, currentHash: 'two', previousHash: 'one' }), ['two', 'one']);
});
