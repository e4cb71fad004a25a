// Pure: no I/O, no clock, no randomness. Readers that give null for what they cannot use.

/** An object's members, or null for anything that is not one. */
export const asRecord = (value: unknown): Readonly<Record<string, unknown>> | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;

/** A body as it came, parsed when it is still text; null when it is not JSON. */
export const parseBody = (body: unknown): unknown => {
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
};

/** A string that is not empty; a number is written as one. */
export const asText = (value: unknown): string | null => {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
};

/** A whole number, also one that came as digits. */
export const asInteger = (value: unknown): number | null => {
  const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : null;
};

/** A boolean, also one that came as `0`, `1` or a word; null for words such as `Unknown`. */
export const asBoolean = (value: unknown): boolean | null => {
  if (value === true || value === 1 || value === '1' || value === 'true') return true;
  return value === false || value === 0 || value === '0' || value === 'false' ? false : null;
};

const date = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d+)?) ?(Z|UTC|[+-]\d\d:?\d\d)(?: UTC)?$/;

/**
 * A moment in any of the forms seen: RFC 3339 with seconds or a fraction, `Z` or an offset, `2024-06-20 06:55:56 UTC`,
 * and the `2023-04-12 17:00:03 +0000 UTC` that old documents print (wire C5).
 */
export const asDate = (value: unknown): Date | null => {
  const parts = typeof value === 'string' ? date.exec(value) : null;
  if (parts === null) return null;
  const [, day, time = '', zone = ''] = parts;
  const offset = zone === 'UTC' || zone === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const moment = new Date(`${day}T${time.replace(/(\.\d{3})\d+/, '$1')}${offset}`);
  return Number.isNaN(moment.getTime()) ? null : moment;
};
