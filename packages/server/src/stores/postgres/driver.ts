import type pg from 'pg';
import { PostgresStartError } from './errors.ts';
import { unescapeText } from './text.ts';

/** The client library: an optional peer, which only this store needs. */
export type Driver = typeof pg;

/**
 * Loads the client library.
 *
 * @throws {PostgresStartError} if it is not installed
 */
export async function loadDriver(): Promise<Driver> {
  try {
    return (await import('pg')).default;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new PostgresStartError('A store in PostgreSQL needs the package pg. Install it: npm install pg@8');
  }
}

/** PostgreSQL's own numbers of types. */
const oids = {
  int8: 20,
  text: 25,
  json: 114,
  varchar: 1043,
  numeric: 1700,
  jsonb: 3802,
  textArray: 1009,
  int8Array: 1016,
};

type Parse = (text: string) => unknown;

/** How values are read: numbers as numbers, JSON as its text, text with U+0000 where it was. */
export function readerOf(driver: Driver): { getTypeParser: Driver['types']['getTypeParser'] } {
  const list = driver.types.getTypeParser(oids.textArray) as (text: string) => readonly (string | null)[];
  const each = (read: Parse) => (text: string) => list(text).map((item) => (item === null ? null : read(item)));
  const own = new Map<number, Parse>([
    [oids.int8, Number],
    [oids.numeric, Number],
    [oids.json, String],
    [oids.jsonb, String],
    [oids.text, unescapeText],
    [oids.varchar, unescapeText],
    [oids.textArray, each(unescapeText)],
    [oids.int8Array, each(Number)],
  ]);
  const getTypeParser = (oid: number, format?: string): unknown =>
    own.get(oid) ?? driver.types.getTypeParser(oid, format as 'text');
  return { getTypeParser: getTypeParser as Driver['types']['getTypeParser'] };
}
