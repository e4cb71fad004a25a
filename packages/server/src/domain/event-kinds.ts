// Pure: no I/O, no clock, no randomness.

/** What can happen, in the order in which it happens to a pin; then what its guard does, and what becomes of passkeys. */
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
  'reported',
  'blocked',
  'unblocked',
  'passkey-added',
  'passkey-removed',
  'passkey-copied',
] as const;

/** See {@link eventKinds}. */
export type EventKind = (typeof eventKinds)[number];
