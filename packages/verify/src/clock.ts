/** The time. The system's own, unless a test moves it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}
