// Pure: converts a database record, which can contain anything, to a place.
import type { Place } from '../domain/place.ts';
import { continentOf, countryName, isContinent, isInEuropeanUnion } from './countries.ts';

/** The members of a map; empty for any other value. */
function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string | null {
  const trimmed = typeof value === 'string' ? value.trim() : '';
  return trimmed === '' ? null : trimmed;
}

/** The first non-empty text. */
function firstText(...values: readonly unknown[]): string | null {
  return values.map(text).find((found) => found !== null) ?? null;
}

/** Parses degrees between `-most` and `most`; the flat layout may have them as text. */
function degrees(value: unknown, most: number): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Math.abs(number) <= most ? number : null;
}

/** The English name in a map of names by language. */
const nameOf = (value: unknown): string | null => text(membersOf(membersOf(value)['names'])['en']);

const code = (value: unknown): string | null => {
  const upper = text(value)?.toUpperCase() ?? '';
  return /^[A-Z]{2}$/.test(upper) ? upper : null;
};

const continentCode = (value: unknown): string | null => {
  const found = code(value);
  return found !== null && isContinent(found) ? found : null;
};

/** The fields common to both layouts, as far as present. */
interface Found {
  readonly countryCode: string | null;
  readonly continentCode: string | null;
  readonly country: string | null;
  readonly inEuropeanUnion: boolean | null;
  readonly city: string | null;
  readonly timeZone: string | null;
  readonly postalCode: string | null;
  readonly subdivisions: readonly (string | null)[];
  readonly latitude: unknown;
  readonly longitude: unknown;
}

/**
 * Reads MaxMind's layout: nested maps, names by language. The registered country is that of the network's owner, not
 * the user's.
 */
function readNested(record: Readonly<Record<string, unknown>>): Found {
  const country = membersOf(record['country']);
  const location = membersOf(record['location']);
  const subdivisions = Array.isArray(record['subdivisions']) ? (record['subdivisions'] as readonly unknown[]) : [];
  const european = country['is_in_european_union'];
  return {
    countryCode: code(country['iso_code']),
    continentCode: continentCode(membersOf(record['continent'])['code']),
    country: nameOf(country),
    inEuropeanUnion: typeof european === 'boolean' ? european : null,
    city: nameOf(record['city']),
    timeZone: text(location['time_zone']),
    postalCode: text(membersOf(record['postal'])['code']),
    subdivisions: subdivisions.map((part) => nameOf(part) ?? text(membersOf(part)['iso_code'])),
    latitude: location['latitude'],
    longitude: location['longitude'],
  };
}

/** Reads the flat layout: one map of texts, with names that differ by vendor. */
function readFlat(record: Readonly<Record<string, unknown>>): Found {
  const countryCode = code(record['country_code']) ?? code(record['country']);
  const country = firstText(record['country_name'], record['country']);
  return {
    countryCode,
    continentCode: continentCode(record['continent_code']) ?? continentCode(record['continent']),
    country: code(country) === countryCode ? null : country,
    inEuropeanUnion: null,
    city: text(record['city']),
    timeZone: firstText(record['timezone'], record['time_zone']),
    postalCode: firstText(record['postcode'], record['postal_code']),
    subdivisions: [firstText(record['state1'], record['region']), text(record['state2'])],
    latitude: record['latitude'] ?? record['lat'],
    longitude: record['longitude'] ?? record['lng'],
  };
}

/**
 * Reads a record of either layout.
 *
 * @returns null if the record has no existing country
 */
export function readPlace(record: unknown): Place | null {
  const members = membersOf(record);
  const nested = typeof members['country'] === 'object' && members['country'] !== null;
  const found = nested ? readNested(members) : readFlat(members);
  if (found.countryCode === null) return null;
  const continent = found.continentCode ?? continentOf(found.countryCode);
  if (continent === undefined) return null;
  const latitude = degrees(found.latitude, 90);
  const longitude = degrees(found.longitude, 180);
  const known = latitude !== null && longitude !== null;
  return {
    countryCode: found.countryCode,
    continentCode: continent,
    country: found.country ?? countryName(found.countryCode),
    city: found.city,
    inEuropeanUnion: found.inEuropeanUnion ?? isInEuropeanUnion(found.countryCode),
    timeZone: found.timeZone,
    postalCode: found.postalCode,
    subdivisions: found.subdivisions.filter((part) => part !== null),
    latitude: known ? latitude : null,
    longitude: known ? longitude : null,
  };
}
