// Pure: no I/O, no clock, no randomness. How far from one another a requester and an approver seem to be. It only ever
// adds friction: an address can be borrowed, so that nothing here shows that a request is what it says.
import { isPublic, samePrefix, type Address } from '../domain/address.ts';
import type { Nearness } from '../domain/far-policy.ts';
import type { Place } from '../domain/place.ts';

/** Where somebody seems to be. */
export interface Spot {
  readonly address: Address;
  readonly place: Place | null;
}

/** Places of one country that are so many kilometres apart, or fewer, are near; addresses are placed no better. */
const nearLimit = 200;

const earthRadius = 6371;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** The distance over ground in kilometres (haversine); undefined when one of them has no coordinates. */
function distance(one: Place, other: Place): number | undefined {
  if (one.latitude === null || one.longitude === null || other.latitude === null || other.longitude === null) return;
  const north = radians(other.latitude - one.latitude);
  const east = radians(other.longitude - one.longitude);
  const chord =
    Math.sin(north / 2) ** 2 +
    Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude)) * Math.sin(east / 2) ** 2;
  return 2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** Both on one network: a prefix that they share, or both inside of the network that the service is in. */
function sameNetwork(one: Address, other: Address): boolean {
  if (one === null || other === null) return false;
  return samePrefix(one, other) || (!isPublic(one) && !isPublic(other));
}

/** How near two spots seem to be; the order does not matter. */
export function nearnessOf(one: Spot, other: Spot): Nearness {
  if (sameNetwork(one.address, other.address)) return 'same-network';
  if (one.place === null || other.place === null) return 'unknown';
  if (one.place.countryCode !== other.place.countryCode) return 'far';
  const apart = distance(one.place, other.place);
  if (apart === undefined) return 'unknown';
  return apart <= nearLimit ? 'near' : 'far';
}
