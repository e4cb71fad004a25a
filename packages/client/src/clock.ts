/** The clock and timers that this package uses; tests pass a manual one. */
export interface Clock {
  /** Monotonic time in milliseconds; only differences are meaningful. */
  readonly now: () => number;
  /** Wall-clock time in milliseconds since the epoch, which may be adjusted at any moment. */
  readonly wallTime: () => number;
  /** Calls `callback` once, after `ms` milliseconds. Returns a function that cancels the timer. */
  readonly after: (ms: number, callback: () => void) => () => void;
}

// A longer timer fires immediately on every platform: the delay is a signed 32-bit number.
const longestTimer = 2e9;

/** The platform's clock. */
export const systemClock: Clock = {
  now: () => performance.now(),
  wallTime: () => Date.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, Math.min(ms, longestTimer));
    return () => clearTimeout(timer);
  },
};
