// Pure: no I/O, no clock, no randomness. Readers that give null for what they cannot use.
import { LinkpinClientError } from './errors.ts';

/** Members by name, of what may turn out to be anything. */
export type Members = Readonly<Record<string, unknown>>;

/** The members of an object; none for anything that is not one. */
export const asMembers = (value: unknown): Members => Object(value) as Members;

/** The members of a body that is JSON text or was parsed; none when it is neither. */
export const readBody = (body: unknown): Members => {
  try {
    return asMembers(typeof body === 'string' ? JSON.parse(body) : body);
  } catch {
    return {};
  }
};

/** A string that is not empty; a number is written as one. */
export const asText = (value: unknown): string | null =>
  typeof value === 'number' || (typeof value === 'string' && value) ? String(value) : null;

/** A whole number, also one that came as digits. */
export const asInteger = (value: unknown): number | null => {
  const number = Number(asText(value) ?? NaN);
  return Number.isSafeInteger(number) ? number : null;
};

/** A boolean, also one that came as `0`, `1` or a word; null for words such as `Unknown`. */
export const asBoolean = (value: unknown): boolean | null =>
  // Some objects cannot be turned into text.
  typeof value === 'object'
    ? null
    : /^(1|true)$/.test(value as string) || (/^(0|false)$/.test(value as string) ? false : null);

/**
 * A moment in any of the forms seen: RFC 3339 with seconds or a fraction, `Z` or an offset, `2024-06-20 06:55:56 UTC`,
 * and the `2023-04-12 17:00:03 +0000 UTC` that old documents print (wire C5).
 */
export const asDate = (value: unknown): Date | null => {
  const text = String(asText(value))
    .replace(' ', 'T')
    .replace(/ (\+0000 )?UTC$/, 'Z');
  const date = new Date(/^\d+-.+T.+(Z|[+-]\d\d:\d\d)$/.test(text) ? text : NaN);
  return isNaN(+date) ? null : date;
};

/** How to read each member of something. */
export type Readers<Shape> = { readonly [Name in keyof Shape]: (value: unknown) => Shape[Name] };

/** Reads an object member by member; its names on the wire may be in camelCase or snake_case. */
export const readMembers = <Shape extends object>(members: Members, readers: Readers<Shape>): Shape => {
  const shape: Record<string, unknown> = {};
  for (const name in readers) {
    const snakeCase = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    shape[name] = readers[name](members[name] ?? members[snakeCase]);
  }
  return shape as Shape;
};

/** The error for a good answer whose body is not what was asked for. */
export const notThe = (what: string): LinkpinClientError => new LinkpinClientError('unreadable', `no readable ${what}`);
