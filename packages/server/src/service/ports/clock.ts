/** The time. Tests and the emulator move it; nothing else in the service reads a clock. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}
