// Pure: no I/O, no clock; randomness is passed in.

/** Milliseconds between a response and the next poll without errors (wire C6). */
export const pace = 1000;

// In milliseconds. A person who approves during a network outage should not wait much longer than this after it.
const longestPause = 16_000;

/**
 * The pause before the next poll: one second without errors. After failures exponential back-off up to sixteen seconds,
 * half of it jitter, so that devices that failed together do not retry together. With `Retry-After`: that time plus up
 * to a second.
 *
 * @param failures - consecutive failures
 * @param retryAfter - seconds of `Retry-After`
 * @param random - jitter in [0, 1)
 * @returns milliseconds, at least one second, and at most sixteen without `Retry-After`
 */
export const pauseAfter = (failures: number, retryAfter?: number, random: number = Math.random()): number => {
  if (retryAfter !== undefined) return (Math.max(1, retryAfter) + random) * 1000;
  return failures ? (Math.min(longestPause, pace * 2 ** failures) * (1 + random)) / 2 : pace;
};

/**
 * Reads `Retry-After`.
 *
 * @param value - the header: seconds or a date
 * @param now - milliseconds since the epoch, by the server's `Date` header if readable
 * @returns seconds from now; undefined if unusable, such as a date in the past
 */
export const readRetryAfter = (value: string | null, now: number): number | undefined => {
  // An absent header is not a date either.
  const seconds = /^\d+$/.test(value as string) ? Number(value) : Math.ceil((Date.parse(value as string) - now) / 1000);
  return seconds >= 0 ? seconds : undefined;
};
