// Pure: no I/O, no clock, no randomness.

/**
 * Whether something that works until an instant has expired: from that instant on it has.
 *
 * @param end milliseconds since the epoch, as `now`
 */
export const hasExpired = (end: number, now: number): boolean => now >= end;
