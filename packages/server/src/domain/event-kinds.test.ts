import assert from 'node:assert/strict';
import { it } from 'node:test';
import { eventKinds } from './event-kinds.ts';

it('the kinds of events keep their names, which are stored and told to receivers', () => {
  const ofPins = ['issued', 'opened', 'approved', 'denied', 'cancelled', 'expired', 'redeemed', 'replayed'];
  const ofPasskeys = ['passkey-added', 'passkey-removed', 'passkey-copied'];
  const ofPeople = ['invited', 'disabled', 'enabled', 'signed-out', 'reset', 'removed'].map((what) => `person-${what}`);
  const ofOperators = [...ofPeople, 'admin-made', 'admin-unmade', 'device-revoked', 'client-added', 'client-removed'];
  const ofGuards = ['throttled', 'wrong-code', 'reported', 'blocked', 'unblocked'];
  assert.deepEqual(eventKinds, [...ofPins, ...ofGuards, ...ofPasskeys, ...ofOperators, 'stream-key-made']);
});
