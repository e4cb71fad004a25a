import { escapeValue } from './text.ts';

/**
 * A value as JSON that the database takes apart: its texts are kept as those that are bound by themselves, halves of
 * surrogate pairs as U+FFFD.
 */
export const asJson = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    escapeValue(typeof part === 'string' ? part.replaceAll(/\p{Surrogate}/gu, '\uFFFD') : part),
  );
