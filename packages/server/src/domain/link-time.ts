// Pure: no I/O, no clock, no randomness.

/** The upper ends of the buckets in which the time to link is counted, in seconds. */
export const linkTimeBounds: readonly number[] = [5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 900];
