/** The kinds of events that a receiver can be told of; the same as the port of events has. */
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
] as const;
