// Pure: no I/O, no clock, no randomness.

/** A stranger's text, fenced off so that its direction does not reorder the sentence around it. */
export const isolate = (text: string): string => `\u2068${text}\u2069`;
