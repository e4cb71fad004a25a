// Pure: no I/O, no clock, no randomness.

/** Isolates untrusted text (FSI, PDI), so that its direction does not reorder the sentence around it. */
export const isolate = (text: string): string => `\u2068${text}\u2069`;
