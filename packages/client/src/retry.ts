// Pure: no I/O, no clock; randomness is passed in.

/** Milliseconds between an answer and the next question while all is well (wire C6). */
export const pace = 1000;

// A person who approves while the network is away should not wait much longer than this once it is back.
const longestPause = 16_000;

/**
 * How long to wait for the next question: the pace while all is well. After a failure, and without a word from the
 * server: twice as long each time up to sixteen seconds, of which the second half is chance, so that devices that failed
 * together do not come back together. With one: never before the time that it names, and up to a second after it.
 *
 * @param failures - how many came in a row
 * @param retryAfter - seconds that the server asks to be left alone
 * @param random - from 0 up to, not with, 1
 * @returns milliseconds, never below one second; without a word from the server never above sixteen
 */
export const pauseAfter = (failures: number, retryAfter?: number, random: number = Math.random()): number => {
  if (retryAfter !== undefined) return (Math.max(1, retryAfter) + random) * 1000;
  return failures ? (Math.min(longestPause, pace * 2 ** failures) * (1 + random)) / 2 : pace;
};

/**
 * Reads `Retry-After`.
 *
 * @param value - the header: whole seconds, or a date
 * @param now - milliseconds since 1970, by the server's own `Date` where that can be read
 * @returns seconds from now; undefined when there is nothing usable, such as a date that is over
 */
export const readRetryAfter = (value: string | null, now: number): number | undefined => {
  // An absent header is no date either.
  const seconds = /^\d+$/.test(value as string) ? Number(value) : Math.ceil((Date.parse(value as string) - now) / 1000);
  return seconds >= 0 ? seconds : undefined;
};
