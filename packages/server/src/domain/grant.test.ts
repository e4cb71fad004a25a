import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  bindKey,
  collect,
  endToken,
  isIdleExpired,
  isByPassword,
  judgeNewGrant,
  lastUseOf,
  leastUsed,
  mayManage,
  mostPasswordGrants,
  rename,
  see,
} from './grant.ts';
import type { Grant } from './grant.ts';

const t0 = 1_700_000_000_000;

const aGrant = (parts: Partial<Grant> = {}): Grant => ({
  id: 'grant-1',
  pinId: 'pin-1',
  approvedBy: null,
  account: 'ada',
  protocol: 'plex',
  clientId: 'device-1',
  name: 'Living Room',
  deviceInfo: {
    product: null,
    version: null,
    platform: null,
    platformVersion: null,
    device: null,
    deviceName: null,
    model: null,
    vendor: null,
  },
  address: null,
  place: null,
  mayApprove: false,
  scopes: [],
  resources: [],
  keyThumbprint: null,
  tokenHash: 'hash',
  linkedAt: t0,
  collectedAt: null,
  collectedFrom: null,
  collectedElsewhere: false,
  lastSeenAt: null,
  version: 1,
  ...parts,
});

test('only the first collection is noted', () => {
  const collected = collect(aGrant(), t0 + 7, { reader: '198.51.100.1', elsewhere: true });
  const noted = { collectedAt: t0 + 7, collectedFrom: '198.51.100.1', collectedElsewhere: true };
  assert.deepEqual(collected, aGrant({ ...noted, version: 2 }));
  assert.equal(collect(collected, t0 + 8, { reader: '198.51.100.2', elsewhere: false }), collected);
});

test('a use is noted and never goes back in time', () => {
  const seen = see(aGrant(), t0 + 9);
  assert.deepEqual(seen, aGrant({ lastSeenAt: t0 + 9, version: 2 }));
  assert.equal(see(seen, t0 + 8), seen);
  assert.equal(see(seen, t0 + 9), seen);
  assert.equal(see(aGrant(), 0).lastSeenAt, 0, 'the first use is noted, whatever the time');
  assert.equal(see(seen, t0 + 10).lastSeenAt, t0 + 10);
});

test('a grant is bound to one key for good', () => {
  const bound = bindKey(aGrant(), 'key 1');
  assert.deepEqual(bound, aGrant({ keyThumbprint: 'key 1', version: 2 }));
  for (const key of ['key 1', 'key 2']) assert.equal(bindKey(bound, key), bound);
});

test('a name and the end of a token are changes, the same again is none', () => {
  const renamed = rename(aGrant(), 'Kitchen');
  assert.deepEqual(renamed, aGrant({ name: 'Kitchen', version: 2 }));
  assert.equal(rename(renamed, 'Kitchen'), renamed);
  const ended = endToken(aGrant());
  assert.deepEqual(ended, aGrant({ tokenHash: null, version: 2 }));
  assert.equal(endToken(ended), ended);
});

test('what a new grant rests on', () => {
  const fine = { stored: undefined, isApproverLive: true, isPasswordCurrent: true, hasEndedWithAll: false } as const;
  assert.equal(judgeNewGrant(fine), 'add');
  assert.equal(judgeNewGrant({ ...fine, stored: 'live' }), 'there');
  assert.equal(judgeNewGrant({ ...fine, stored: 'revoked' }), 'refused');
  assert.equal(judgeNewGrant({ ...fine, isApproverLive: false }), 'refused');
  assert.equal(judgeNewGrant({ ...fine, isPasswordCurrent: false }), 'refused');
  assert.equal(judgeNewGrant({ ...fine, stored: 'live', isPasswordCurrent: false }), 'refused');
  assert.equal(judgeNewGrant({ ...fine, hasEndedWithAll: true }), 'refused');
});

test('a grant came in with a password when it came from no pin', () => {
  assert.equal(isByPassword(aGrant({ pinId: null })), true);
  assert.equal(isByPassword(aGrant()), false);
});

test('the least recently used makes room, the first added of several, first within its own client', () => {
  const { ofAccount, ofHolder } = mostPasswordGrants;
  const many = (count: number, clientId: string) =>
    Array.from({ length: count }, (_, turn) => aGrant({ id: `${clientId} ${turn}`, clientId }));
  assert.deepEqual(leastUsed(many(ofHolder - 1, 'app'), 'app'), []);
  assert.deepEqual(
    leastUsed(many(ofHolder, 'app'), 'app').map(({ id }) => id),
    ['app 0'],
  );
  const [first, ...rest] = many(ofHolder, 'app');
  assert.deepEqual(
    leastUsed([see(first ?? aGrant(), t0 + 1), ...rest], 'app').map(({ id }) => id),
    ['app 1'],
  );
  const others = Array.from({ length: ofAccount }, (_, turn) => aGrant({ id: `${turn}`, clientId: `other ${turn}` }));
  assert.deepEqual(
    leastUsed(others, 'app').map(({ id }) => id),
    ['0'],
  );
});

test('what one client has too many of makes no room in the account twice', () => {
  const { ofAccount, ofHolder } = mostPasswordGrants;
  const app = Array.from({ length: ofHolder }, (_, turn) => aGrant({ id: `app ${turn}`, clientId: 'app' }));
  const others = Array.from({ length: ofAccount }, (_, turn) => aGrant({ id: `${turn}`, clientId: `other ${turn}` }));
  const ended = (grants: readonly Grant[]) => leastUsed(grants, 'app').map(({ id }) => id);
  assert.deepEqual(ended([...app, ...others.slice(ofHolder)]), ['app 0']);
  assert.deepEqual(ended([...app, ...others.slice(ofHolder - 1)]), ['app 0', 'app 1']);
});

test('a grant was last used when it was seen, else when it was linked', () => {
  assert.equal(lastUseOf({ linkedAt: 5, lastSeenAt: 9 }), 9);
  assert.equal(lastUseOf({ linkedAt: 5, lastSeenAt: null }), 5);
});

test('a token ends at the instant at which it was idle for long enough: since its use, its collection or its linking', () => {
  const idle = { linkedAt: 100, collectedAt: null, lastSeenAt: null };
  for (const [grant, endsAt] of [
    [idle, 150],
    [{ ...idle, collectedAt: 120 }, 170],
    [{ ...idle, collectedAt: 120, lastSeenAt: 140 }, 190],
  ] as const) {
    assert.equal(isIdleExpired(grant, endsAt - 1, 50), false);
    assert.equal(isIdleExpired(grant, endsAt, 50), true);
  }
});

test('a device manages itself, and others only where it may approve', () => {
  const [tv, phone] = [
    { id: 'tv', mayApprove: false },
    { id: 'phone', mayApprove: true },
  ];
  assert.equal(mayManage(tv, tv), true);
  assert.equal(mayManage(tv, phone), false);
  assert.equal(mayManage(phone, tv), true);
});
