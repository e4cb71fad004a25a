// Pure: no I/O, no clock; randomness is passed in.

/** Milliseconds between an answer and the next question while all is well (wire C6). */
export const pace = 1000;

// A person who approves while the network is away should not wait much longer than this once it is back.
const longestPause = 16_000;

/**
 * How long to wait after a failure: twice as long each time up to sixteen seconds, of which the second half is chance, so
 * that devices that failed together do not come back together.
 *
 * @param failures - how many came in a row, one at least
 * @param random - from 0 up to, not with, 1
 * @returns milliseconds, never below one second and never above sixteen
 */
export const backOff = (failures: number, random: number): number => {
  const most = Math.min(longestPause, pace * 2 ** failures);
  return most / 2 + (most / 2) * random;
};

/**
 * Reads `Retry-After`.
 *
 * @param value - the header: seconds, or a date
 * @param now - milliseconds since 1970, by the server's own `Date` where that can be read
 * @returns seconds from now, never negative; undefined when there is nothing usable
 */
export const readRetryAfter = (value: string | null, now: number): number | undefined => {
  const text = value?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  const date = /^[A-Za-z]{3}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
};
