import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  approvalSignInOf,
  byPasswordAt,
  displacedSessions,
  fullLife,
  idleLife,
  isByPasswordAlone,
  isIdle,
  lastSeenFirst,
  mostSessions,
  operatesFor,
  powersFor,
  recentFor,
  seeSession,
} from './session.ts';

const t0 = 1_700_000_000_000;

const used = (name: string, lastSeenAt: number, createdAt = t0) => ({ name, lastSeenAt, createdAt });
const names = (sessions: readonly { readonly name: string }[]) => sessions.map(({ name }) => name);

test('a session is idle from the end of its idle time on', () => {
  const session = used('one', t0);
  assert.deepEqual([isIdle(session, t0 + idleLife - 1), isIdle(session, t0 + idleLife)], [false, true]);
});

test('a session lasts thirty days without use, and a year whatever its use', () => {
  const day = 86_400_000;
  assert.deepEqual([idleLife, fullLife], [30 * day, 365 * day]);
});

test('the last seen comes first, of several the last made, of these the last added', () => {
  const sessions = [used('seen', t0 + 9), used('first', t0), used('made', t0, t0 + 1), used('second', t0)];
  assert.deepEqual(names(lastSeenFirst(sessions)), ['seen', 'made', 'second', 'first']);
});

test('those that were not seen for longest make room for one more', () => {
  const sessions = Array.from({ length: mostSessions }, (_, turn) => used(String(turn), t0 + turn));
  assert.deepEqual(displacedSessions(sessions.slice(1)), []);
  assert.deepEqual(names(displacedSessions(sessions)), ['0']);
  assert.deepEqual(names(displacedSessions([...sessions, used('early', t0 - 1)])), ['0', 'early']);
});

test('a visit is noted with its address, and never goes back in time', () => {
  const session = { ...used('one', t0), address: '203.0.113.9' };
  assert.equal(seeSession(session, t0 - 1, '198.51.100.1'), session);
  assert.deepEqual(seeSession(session, t0, '198.51.100.1'), { ...session, address: '198.51.100.1' });
  const seen = { ...session, lastSeenAt: t0 + 1, address: null };
  assert.deepEqual(seeSession(session, t0 + 1, null), seen);
});

test('of a sign-in a yes keeps how and when, not the session at the provider', () => {
  const facts = { method: 'provider', provider: 'work', signedInAt: t0, acr: 'gold', amr: ['otp'] } as const;
  assert.deepEqual(approvalSignInOf({ ...facts, providerSession: 'sid' }), facts);
});

test('a sign-in with the password alone is known as one', () => {
  const facts = byPasswordAt(t0);
  assert.deepEqual(facts, {
    method: 'password',
    provider: null,
    signedInAt: t0,
    providerSession: null,
    acr: null,
    amr: [],
  });
  assert.equal(isByPasswordAlone(facts), true);
  assert.equal(isByPasswordAlone({ method: 'passkey' }), false);
});

test('a sign-in is recent for a quarter of an hour, operates for an hour, and gives power away for five minutes', () => {
  const minute = 60_000;
  assert.deepEqual([recentFor, operatesFor, powersFor], [15 * minute, 60 * minute, 5 * minute]);
});
