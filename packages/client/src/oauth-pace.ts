// Pure: no I/O, no clock; randomness is passed in.

// A person who approves while the network is away should not wait much longer than this once it is back.
const longest = 32;

/**
 * How long to wait for the next question.
 *
 * @param interval - seconds between two polls as it stands
 * @param failures - how many questions in a row got no usable answer; each doubles the pause (D39, D40) up to half a
 *   minute or twice the interval
 * @param retryAfter - seconds that the server asks to be left alone
 * @param random - from 0 up to, not with, 1; what devices that failed together do not have together
 * @returns milliseconds, never below the interval (D32)
 */
export const pollPause = (
  interval: number,
  failures: number,
  retryAfter?: number,
  random: number = Math.random(),
): number => {
  const backOff = failures && Math.min(Math.max(longest, 2 * interval), interval * 2 ** failures);
  // The fiftieth part and the quarter of a second are for clocks that run faster than the server's, and for its rounding.
  return Math.max(interval, retryAfter ?? backOff) * 1020 + 250 + (failures && random * 1000);
};

/**
 * The interval after `slow_down`: five seconds more, for this and every later poll (D34); longer when the server names one,
 * as GitHub does.
 */
export const slowDown = (interval: number, named: number | null): number => Math.max(interval + 5, named ?? 0);
