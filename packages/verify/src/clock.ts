/** A clock: the system's, or a test's. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}
