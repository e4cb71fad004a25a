import { readFileSync, statSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Address } from '../domain/address.ts';
import type { Place } from '../domain/place.ts';
import { readDatabase, type Database } from './database.ts';

/** Looks up the place of an address. */
export interface GeoIp {
  /** Null if the address is unknown, private or not in the database, or if there is no database. */
  lookup(address: Address): Place | null;
  /** The attribution that the database's licence requires wherever places are shown, or null. */
  readonly attribution: string | null;
  /** The current problem with the database file, or null. */
  readonly warning: string | null;
  /** Reloads the file if it has changed. Never rejects. */
  refresh(): Promise<void>;
  /** Stops watching the file. */
  close(): void;
}

/** A look-up without a database. */
export const noGeoIp: GeoIp = {
  lookup: () => null,
  attribution: null,
  warning: null,
  refresh: () => Promise.resolve(),
  close: () => undefined,
};

/** Interval between checks of the file, in milliseconds. Databases are published weekly. */
const interval = 60_000;

const stampOf = ({ mtimeMs, size, ino }: { mtimeMs: number; size: number; ino: number }): string =>
  `${mtimeMs} ${size} ${ino}`;

/**
 * Opens a GeoLite2 or DB-IP `.mmdb` file and reloads it when it changes. If the file is missing or invalid, the last
 * valid data stays in use and there is a warning.
 *
 * @param onWarning called once per new problem, with a sentence
 */
export function openGeoIp({ file, onWarning }: { file: string; onWarning: (sentence: string) => void }): GeoIp {
  let database: Database | null = null;
  let warning: string | null = null;
  /** The version of the file that was read last, successfully or not. */
  let seen = '';

  /** Records a problem. An unreachable file is retried at every check, an invalid one when it has changed. */
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
  /** Takes the version before the content, so that a change in between is noticed next time. */
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
