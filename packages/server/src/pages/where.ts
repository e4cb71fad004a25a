// Pure: no I/O, no clock, no randomness.
import { isPublic, samePrefix, type Address } from '../domain/address.ts';
import { shownText } from '../domain/device-info.ts';
import type { Place } from '../domain/place.ts';

/** What a person is shown about the origin of a request: an address only if it is in their own network. */
export type Where =
  | { readonly at: 'own-network'; readonly address: string; readonly place: string | null }
  | { readonly at: 'local-network'; readonly address: string }
  | { readonly at: 'place'; readonly place: string }
  | { readonly at: 'unknown' };

/** Formats a place: "Utrecht, Netherlands", or the country alone. */
function placeName(place: Place | null): string | null {
  if (place === null) return null;
  const parts = [shownText(place.city, 60), shownText(place.country, 60)].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(', ');
}

/** @param mine the address of the person viewing the page */
export function whereFrom(address: Address, place: Place | null, mine: Address): Where {
  const name = placeName(place);
  if (address !== null && samePrefix(address, mine)) return { at: 'own-network', address, place: name };
  if (address !== null && !isPublic(address)) {
    const near = mine !== null && !isPublic(mine);
    return near ? { at: 'own-network', address, place: null } : { at: 'local-network', address };
  }
  return name === null ? { at: 'unknown' } : { at: 'place', place: name };
}
