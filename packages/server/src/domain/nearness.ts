// Pure: no I/O, no clock, no randomness. How far from one another a requester and an approver seem to be. It only ever
// adds friction: an address can be borrowed, so that nothing here shows that a request is what it says.
import { isPublic, samePrefix, type Address } from './address.ts';
import { countsAsFar, type FarNearness, type FarPolicy, type Nearness } from './far-policy.ts';
import type { Requester } from './pin.ts';
import type { Place } from './place.ts';

// Trigonometry alone: the core goes without Math because of its randomness.
// oxlint-disable-next-line no-restricted-globals
const { asin, cos, min, PI, sin, sqrt } = Math;

/** Where somebody seems to be. */
export interface Spot {
  readonly address: Address;
  readonly place: Place | null;
}

/** Places of one country that are so many kilometres apart, or fewer, are near; addresses are placed no better. */
const nearLimit = 200;

const earthRadius = 6371;

const radians = (degrees: number): number => (degrees * PI) / 180;

/** The distance over ground in kilometres (haversine); undefined when one of them has no coordinates. */
function distance(one: Place, other: Place): number | undefined {
  if (one.latitude === null || one.longitude === null || other.latitude === null || other.longitude === null) return;
  const north = radians(other.latitude - one.latitude);
  const east = radians(other.longitude - one.longitude);
  const chord = sin(north / 2) ** 2 + cos(radians(one.latitude)) * cos(radians(other.latitude)) * sin(east / 2) ** 2;
  return 2 * earthRadius * asin(min(1, sqrt(chord)));
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

/** How far a request is, as far as we can tell, and the rules for that. */
export interface Farness {
  readonly nearness: FarNearness;
  readonly policy: FarPolicy;
}

/**
 * Judges where a request came from against where the person who would approve it is.
 *
 * @param approver undefined when nothing is known of the person's place, which counts as far
 * @returns null when nothing follows from it
 */
export function farnessOf(policy: FarPolicy, requester: Requester, approver: Spot | undefined): Farness | null {
  const nearness = nearnessToApprover(requester, approver);
  return countsAsFar(policy, nearness) ? { nearness, policy } : null;
}

function nearnessToApprover(requester: Requester, approver: Spot | undefined): Nearness {
  if (approver === undefined) return 'far';
  const hides = requester.hiddenBehind !== undefined && approver.address !== null;
  return hides ? 'hidden' : nearnessOf(requester, approver);
}
