// Pure: no I/O, no clock, no randomness. Shared by the lists of devices and of resources.
import { type Members, asDate, asInteger, asMembers, asText, notThe, readBody } from './lenient.ts';

/** Reads the items of a list. */
export const readItems = (body: unknown, what: string): readonly Members[] => {
  const list: unknown = readBody(body);
  if (Array.isArray(list)) return list.map(asMembers);
  throw notThe(what);
};

/** Reads a time, also in seconds since the epoch as in the old API. */
export const asMoment = (value: unknown): Date | null => {
  const seconds = asInteger(value);
  return asDate(seconds === null ? value : new Date(seconds * 1000).toJSON());
};

/** Splits a list such as `client,player`. */
export const asWords = (value: unknown): readonly string[] =>
  (asText(value) ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);
