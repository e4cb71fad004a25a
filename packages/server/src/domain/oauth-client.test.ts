import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayUseGrant, judgeRegistration, unusedSinceOf, noteUse } from './oauth-client.ts';

test('a client that registered itself is unused since its last use, one never used since it is there', () => {
  const client = { isVerified: false, createdAt: 5, lastUsedAt: null };
  assert.equal(unusedSinceOf(client), 5);
  assert.equal(unusedSinceOf({ ...client, lastUsedAt: 7 }), 7);
  assert.equal(unusedSinceOf({ ...client, isVerified: true, lastUsedAt: 7 }), null);
});

test('a use is noted and never goes back in time', () => {
  const client = { name: 'Radio', lastUsedAt: null };
  const used = noteUse(client, 7);
  assert.deepEqual(used, { name: 'Radio', lastUsedAt: 7 });
  assert.equal(noteUse(client, 0).lastUsedAt, 0, 'the first use is noted, whatever the time');
  for (const at of [6, 7]) assert.equal(noteUse(used, at), used);
  assert.deepEqual(noteUse(used, 8), { name: 'Radio', lastUsedAt: 8 });
});

test('where as many registered as may be, one that was never used for long makes room', () => {
  const bounds = { most: 3, unusedSince: 100 };
  const fine = { isThere: false, registered: 2, firstUnused: undefined };
  assert.equal(judgeRegistration(fine, bounds), 'add');
  assert.equal(judgeRegistration({ ...fine, firstUnused: 1 }, bounds), 'add');
  assert.equal(judgeRegistration({ ...fine, isThere: true }, bounds), 'taken');
  assert.equal(judgeRegistration({ ...fine, registered: 3 }, bounds), 'full');
  assert.equal(judgeRegistration({ ...fine, registered: 3, firstUnused: 100 }, bounds), 'full');
  assert.equal(judgeRegistration({ ...fine, registered: 3, firstUnused: 99 }, bounds), 'replace');
  assert.equal(judgeRegistration({ isThere: true, registered: 3, firstUnused: 99 }, bounds), 'taken');
});

test('a client may use the grants that it has, or device codes, and codes by redirect if it can be led back', () => {
  const may = (client: Parameters<typeof mayUseGrant>[0]) =>
    (['device_code', 'authorization_code'] as const).map((grant) => mayUseGrant(client, grant));
  assert.deepEqual(may({}), [true, false]);
  assert.deepEqual(may({ redirectUris: [] }), [true, false]);
  assert.deepEqual(may({ redirectUris: ['https://notes.example'] }), [true, true]);
  assert.deepEqual(may({ grants: ['authorization_code'] }), [false, true]);
  assert.deepEqual(may({ grants: ['device_code'], redirectUris: ['https://notes.example'] }), [true, false]);
});
