// Pure: no I/O, no clock, no randomness. What lists of devices and of resources have in common.
import { type Members, asDate, asInteger, asMembers, asText, notThe, readBody } from './lenient.ts';

/** The items of a body that is a list. */
export const readItems = (body: unknown, what: string): readonly Members[] => {
  const list: unknown = readBody(body);
  if (Array.isArray(list)) return list.map(asMembers);
  throw notThe(what);
};

/** A moment, also one that came in seconds since 1970, as the old API writes it. */
export const asMoment = (value: unknown): Date | null => {
  const seconds = asInteger(value);
  return asDate(seconds === null ? value : new Date(seconds * 1000).toJSON());
};

/** The words of a list such as `client,player`. */
export const asWords = (value: unknown): readonly string[] =>
  (asText(value) ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);
