import assert from 'node:assert/strict';
import { test } from 'node:test';
import { givesWay, belongsToAnother, judgeNewKey, keysToTry, triedKeys } from './device-key.ts';

const key = { grantId: 'grant-1', account: 'ada', clientId: 'tv', thumbprint: 'key-1' };

test('a key is taken while another account has it, or one for its client', () => {
  const others = { ...key, account: 'ben', grantId: 'grant-2' };
  assert.equal(belongsToAnother(others, key), true);
  assert.equal(belongsToAnother({ ...others, thumbprint: 'key-2' }, key), true);
  assert.equal(belongsToAnother({ ...others, clientId: 'radio' }, key), true);
  assert.equal(belongsToAnother({ ...others, thumbprint: 'key-2', clientId: 'radio' }, key), false);
  assert.equal(belongsToAnother({ ...others, account: 'ada' }, key), false);
});

test('a key gives way to another of its grant for the client, and to itself', () => {
  assert.equal(givesWay(key, key), true);
  assert.equal(givesWay({ ...key, thumbprint: 'key-2' }, key), true);
  assert.equal(givesWay({ ...key, grantId: 'grant-2', account: 'ben' }, key), true);
  assert.equal(givesWay({ ...key, thumbprint: 'key-2', grantId: 'grant-2' }, key), false);
  assert.equal(givesWay({ ...key, clientId: 'radio' }, key), false);
});

test('a key needs a live grant, and if others have it a proof', () => {
  const fine = { isGrantLive: true, isTaken: false, isProven: false };
  assert.equal(judgeNewKey(fine), 'ok');
  assert.equal(judgeNewKey({ ...fine, isTaken: true }), 'taken');
  assert.equal(judgeNewKey({ ...fine, isTaken: true, isProven: true }), 'ok');
  assert.equal(judgeNewKey({ isGrantLive: false, isTaken: true, isProven: true }), 'no-grant');
  assert.equal(judgeNewKey({ ...fine, isGrantLive: false }), 'no-grant');
});

test('the key that is named is tried first, then the newest, and not too many', () => {
  const keys = Array.from({ length: triedKeys + 1 }, (_, turn) => ({ kid: `kid ${turn}`, registeredAt: turn }));
  const newest = keys.toReversed();
  assert.deepEqual(keysToTry(keys, 'another'), newest.slice(0, triedKeys));
  assert.deepEqual(keysToTry(keys, 'kid 0'), [keys[0], ...newest.slice(0, triedKeys - 1)]);
  assert.deepEqual(keysToTry([...keys, { kid: 'kid 0', registeredAt: 99 }], 'kid 0').slice(0, 2), [
    { kid: 'kid 0', registeredAt: 99 },
    keys[0],
  ]);
});
