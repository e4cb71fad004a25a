import assert from 'node:assert/strict';
import { it } from 'node:test';
import { eventKinds } from './event-kinds.ts';

it('the kinds of events keep their names, which are stored and told to receivers', () => {
  const ofPins = ['issued', 'opened', 'approved', 'denied', 'cancelled', 'expired', 'redeemed', 'replayed'];
  const ofPasskeys = ['passkey-added', 'passkey-removed', 'passkey-copied'];
  assert.deepEqual(eventKinds, [...ofPins, 'throttled', 'reported', 'blocked', 'unblocked', ...ofPasskeys]);
});
