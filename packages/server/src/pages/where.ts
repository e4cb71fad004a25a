// Pure: no I/O, no clock, no randomness.
import { isPublic, samePrefix, type Address } from '../domain/address.ts';
import { shownText } from '../domain/device-info.ts';
import type { Place } from '../domain/place.ts';
import type { Frame } from './frame.ts';
import type { LanguageFacts } from './words/languages.ts';

/** What a place is written with. */
type Speaker = Pick<Frame, 'words' | 'language'>;

/** What a person is shown about the origin of a request: an address only if it is in their own network. */
export type Where =
  | { readonly at: 'own-network'; readonly address: string; readonly place: string | null }
  | { readonly at: 'local-network'; readonly address: string }
  | { readonly at: 'place'; readonly place: string }
  | { readonly at: 'unknown' };

/** Names of countries by locale, created on first use: each takes ten milliseconds. */
const countries = new Map<string, Intl.DisplayNames>();

/** A country in the language of the page; in English as the database of places has it. */
export function countryIn(
  { country, countryCode }: Pick<Place, 'country' | 'countryCode'>,
  { tag, locale }: LanguageFacts,
): string | null {
  if (tag === 'en') return shownText(country, 60);
  const names = countries.get(locale) ?? new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' });
  countries.set(locale, names);
  return shownText(names.of(countryCode) ?? country, 60);
}

/** Formats a place: "Utrecht, Netherlands", or one of them alone. */
function placeName(place: Place | null, { words, language }: Speaker): string | null {
  if (place === null) return null;
  const [city, country] = [shownText(place.city, 60), countryIn(place, language)];
  if (city === null || country === null) return city ?? country;
  return words.general.place({ city, country });
}

/** @param mine the address of the person viewing the page */
export function whereFrom(address: Address, place: Place | null, mine: Address, speaker: Speaker): Where {
  const name = placeName(place, speaker);
  if (address !== null && samePrefix(address, mine)) return { at: 'own-network', address, place: name };
  if (address !== null && !isPublic(address)) {
    const near = mine !== null && !isPublic(mine);
    return near ? { at: 'own-network', address, place: null } : { at: 'local-network', address };
  }
  return name === null ? { at: 'unknown' } : { at: 'place', place: name };
}
