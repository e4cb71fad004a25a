import { isIP } from 'node:net';
import { Reader, type Response } from 'mmdb-lib';
import { isPublic, plainAddress, type Address } from '../domain/address.ts';
import type { Place } from '../domain/place.ts';
import { readPlace } from './read-place.ts';

/** One database in memory. */
export interface Database {
  lookup(address: Address): Place | null;
  /** The attribution that its licence requires, or null for an unknown vendor. */
  readonly attribution: string | null;
}

/** Vendors, by database name, and the attribution that each requires. */
const makers: readonly (readonly [name: RegExp, sentence: string])[] = [
  [/geo(lite|ip)2/i, 'This product includes GeoLite2 data created by MaxMind, available from https://www.maxmind.com'],
  [/db-?ip/i, 'IP Geolocation by DB-IP https://db-ip.com'],
];

function read(bytes: Buffer): Reader<Response> {
  const broken = 'it is no MaxMind DB of version 2, or only a part of one';
  let reader;
  try {
    reader = new Reader<Response>(bytes);
  } catch (cause) {
    throw new Error(broken, { cause });
  }
  const { binaryFormatMajorVersion, searchTreeSize, ipVersion } = reader.metadata;
  const known = binaryFormatMajorVersion === 2 && (ipVersion === 4 || ipVersion === 6);
  if (!known || !(searchTreeSize > 0) || bytes.length < searchTreeSize) throw new Error(broken);
  return reader;
}

/**
 * Reads a MaxMind DB file.
 *
 * @param bytes the whole file
 * @param name the file's name, which identifies the vendor if the metadata does not
 * @throws if it is not such a file or is truncated
 */
export function readDatabase(bytes: Buffer, name: string): Database {
  const reader = read(bytes);
  const { databaseType, ipVersion } = reader.metadata;
  const made = `${databaseType} ${name}`;
  return {
    attribution: makers.find(([maker]) => maker.test(made))?.[1] ?? null,
    lookup(address) {
      if (address === null || !isPublic(address)) return null;
      const plain = plainAddress(address);
      if (ipVersion === 4 && isIP(plain) !== 4) return null;
      try {
        return readPlace(reader.get(plain));
      } catch {
        return null;
      }
    },
  };
}
