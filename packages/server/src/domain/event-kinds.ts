// Pure: no I/O, no clock, no randomness.

/**
 * What can happen, in the order in which it happens to a pin; then what its guard does, what becomes of passkeys, and what
 * operators do.
 */
export const eventKinds = [
  'issued',
  'opened',
  'approved',
  'denied',
  'cancelled',
  'expired',
  'redeemed',
  'replayed',
  'throttled',
  'wrong-code',
  'reported',
  'blocked',
  'unblocked',
  'passkey-added',
  'passkey-removed',
  'passkey-copied',
  'person-invited',
  'person-disabled',
  'person-enabled',
  'person-signed-out',
  'person-reset',
  'person-removed',
  'admin-made',
  'admin-unmade',
  'device-revoked',
  'client-added',
  'client-removed',
  'stream-key-made',
] as const;

/** See {@link eventKinds}. */
export type EventKind = (typeof eventKinds)[number];
