import { readFileSync, statSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Address } from '../domain/address.ts';
import type { Place } from '../domain/place.ts';
import { readDatabase, type Database } from './database.ts';

/** Tells where an address seems to be. */
export interface Places {
  /** Null when the address is unknown or private, when the database does not have it, or when there is no database. */
  lookup(address: Address): Place | null;
  /** A sentence that the database's licence wants shown wherever places are, or null. */
  readonly attribution: string | null;
  /** What is wrong with the database file now, or null. */
  readonly warning: string | null;
  /** Looks whether the file has changed, and reads it if so. Never rejects. */
  refresh(): Promise<void>;
  /** Stops looking at the file. */
  close(): void;
}

/** Nothing is known of any address. */
export const noPlaces: Places = {
  lookup: () => null,
  attribution: null,
  warning: null,
  refresh: () => Promise.resolve(),
  close: () => undefined,
};

/** How often to look whether the file has changed, in milliseconds. Databases come out weekly. */
const interval = 60_000;

const stampOf = ({ mtimeMs, size, ino }: { mtimeMs: number; size: number; ino: number }): string =>
  `${mtimeMs} ${size} ${ino}`;

/**
 * Opens a GeoLite2 or DB-IP `.mmdb` file and follows it: when it changes it is read again. A file that is missing or
 * broken leaves the data that was read before, if any, and a warning.
 *
 * @param onWarning hears each new trouble once, as a sentence
 */
export function openPlaces({ file, onWarning }: { file: string; onWarning: (sentence: string) => void }): Places {
  let database: Database | null = null;
  let warning: string | null = null;
  /** Which state of the file was read last, whether with success or not. */
  let seen = '';

  /** A file that cannot be reached is read again as soon as it can; a broken one, when it has changed. */
  const warn = (error: unknown): void => {
    if (error instanceof Error && 'code' in error) seen = '';
    const reason = error instanceof Error ? error.message : String(error);
    const effect = database === null ? 'Places are unknown until then' : 'What was read before stays in use until then';
    const sentence = `The geo database ${file} has to be mended: ${reason}. ${effect}.`;
    if (sentence !== warning) onWarning(sentence);
    warning = sentence;
  };
  const load = (bytes: Buffer, stamp: string): void => {
    seen = stamp;
    database = readDatabase(bytes, basename(file));
    warning = null;
  };
  /** The stamp is taken before the bytes are, so that a change in between is seen the next time. */
  const refresh = async (): Promise<void> => {
    try {
      const stamp = stampOf(await stat(file));
      if (stamp !== seen) load(await readFile(file), stamp);
    } catch (error) {
      warn(error);
    }
  };

  try {
    const stamp = stampOf(statSync(file));
    load(readFileSync(file), stamp);
  } catch (error) {
    warn(error);
  }
  const timer = setInterval(() => void refresh(), interval).unref();
  return {
    lookup: (address) => database?.lookup(address) ?? null,
    get attribution() {
      return database?.attribution ?? null;
    },
    get warning() {
      return warning;
    },
    refresh,
    close: () => clearInterval(timer),
  };
}
