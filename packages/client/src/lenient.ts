// Pure: no I/O, no clock, no randomness. Lenient readers, which return null for unusable values.
import { LinkpinClientError } from './errors.ts';

/** Members of an untrusted value, by name. */
export type Members = Readonly<Record<string, unknown>>;

/** The members of an object; none for any other value. */
export const asMembers = (value: unknown): Members => Object(value) as Members;

/** The members of a body, as JSON text or parsed; none for anything else. */
export const readBody = (body: unknown): Members => {
  try {
    return asMembers(typeof body === 'string' ? JSON.parse(body) : body);
  } catch {
    return {};
  }
};

/** Reads a non-empty string; converts numbers. */
export const asText = (value: unknown): string | null =>
  typeof value === 'number' || (typeof value === 'string' && value) ? String(value) : null;

/** Reads an integer, also from a string of digits. */
export const asInteger = (value: unknown): number | null => {
  const number = Number(asText(value) ?? NaN);
  return Number.isSafeInteger(number) ? number : null;
};

/** Reads a boolean, also from `0`, `1` or a word; null for words such as `Unknown`. */
export const asBoolean = (value: unknown): boolean | null =>
  // Some objects throw when converted to a string.
  typeof value === 'object'
    ? null
    : /^(1|true)$/.test(value as string) || (/^(0|false)$/.test(value as string) ? false : null);

/**
 * Reads a time in any of the known formats: RFC 3339 with seconds or a fraction, `Z` or an offset, `2024-06-20 06:55:56
 * UTC`, and the `2023-04-12 17:00:03 +0000 UTC` of old documentation (wire C5).
 */
export const asDate = (value: unknown): Date | null => {
  const text = String(asText(value))
    .replace(' ', 'T')
    .replace(/ (\+0000 )?UTC$/, 'Z');
  const date = new Date(/^\d+-.+T.+(Z|[+-]\d\d:\d\d)$/.test(text) ? text : NaN);
  return isNaN(+date) ? null : date;
};

/** A reader per member. */
export type Readers<Shape> = { readonly [Name in keyof Shape]: (value: unknown) => Shape[Name] };

/** Reads an object; wire names may be in camelCase or snake_case. */
export const readMembers = <Shape extends object>(members: Members, readers: Readers<Shape>): Shape => {
  const shape: Record<string, unknown> = {};
  for (const name in readers) {
    const snakeCase = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    shape[name] = readers[name](members[name] ?? members[snakeCase]);
  }
  return shape as Shape;
};

/** Makes the error for a 2xx response with an unexpected body. */
export const notThe = (what: string): LinkpinClientError => new LinkpinClientError('unreadable', `no readable ${what}`);
