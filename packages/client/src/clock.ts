/** Time, as this package needs it; a test passes one that it moves by hand. */
export interface Clock {
  /** Milliseconds on a scale that is never set back or forward; only differences mean anything. */
  readonly now: () => number;
  /** Milliseconds since 1970 by the calendar, which a person or a network may correct at any moment. */
  readonly wallTime: () => number;
  /** Calls `callback` once, `ms` milliseconds from now. Returns what forgets it. */
  readonly after: (ms: number, callback: () => void) => () => void;
}

// A longer timer fires at once on every platform: the delay is a signed 32-bit number.
const longestTimer = 2e9;

/** The clock of the platform. */
export const systemClock: Clock = {
  now: () => performance.now(),
  wallTime: () => Date.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, Math.min(ms, longestTimer));
    return () => clearTimeout(timer);
  },
};
