// Pure: no I/O, no clock; randomness is passed in.

// In seconds. A person who approves during a network outage should not wait much longer than this after it.
const longest = 32;

/**
 * The pause before the next poll.
 *
 * @param interval - the current interval in seconds
 * @param failures - consecutive failed polls; each doubles the pause (D39, D40) up to half a minute or twice the
 *   interval
 * @param retryAfter - seconds of `Retry-After`
 * @param random - jitter in [0, 1)
 * @returns milliseconds, never below the interval (D32)
 */
export const pollPause = (
  interval: number,
  failures: number,
  retryAfter?: number,
  random: number = Math.random(),
): number => {
  const backOff = failures && Math.min(Math.max(longest, 2 * interval), interval * 2 ** failures);
  // 2 % and a quarter of a second extra, for clocks that run faster than the server's and for its rounding.
  return Math.max(interval, retryAfter ?? backOff) * 1020 + 250 + (failures && random * 1000);
};

/**
 * The interval after `slow_down`: five seconds more, for this and every later poll (RFC 8628 §3.5); longer if the
 * server sends one, as GitHub does.
 */
export const slowDown = (interval: number, named: number | null): number => Math.max(interval + 5, named ?? 0);
