// What the operator wants of requests that come from far away, for a pin and whoever would approve it.
import type { Address } from '../domain/address.ts';
import { countsAsFar, type FarNearness, type FarPolicy, type Nearness } from '../domain/far-policy.ts';
import type { Pin, Requester } from '../domain/pin.ts';
import { nearnessOf } from '../geoip/nearness.ts';
import type { OAuthClient } from '../service/ports/oauth-clients.ts';
import type { Arrival, ServiceContext } from './context.ts';

/** How far a request is, as far as we can tell, and the rules for that. */
export interface Farness {
  readonly nearness: FarNearness;
  readonly policy: FarPolicy;
}

/**
 * Judges where a request came from against where the person is.
 *
 * @param client the OAuth client that asks; null for a plex pin
 * @param mine the person's address
 * @returns null when nothing follows from it
 */
export function farnessOf(
  { settings, places }: Pick<ServiceContext, 'settings' | 'places'>,
  { requester }: Pin,
  client: OAuthClient | null,
  mine: Address,
): Farness | null {
  const policy = client ?? {
    whenFar: settings.plexWhenFar,
    scopeWhenFar: {},
    unknownIsFar: settings.plexUnknownIsFar,
  };
  const hides = requester.hiddenBehind !== undefined && mine !== null;
  const nearness: Nearness = hides ? 'hidden' : nearnessOf(requester, { address: mine, place: places.lookup(mine) });
  return countsAsFar(policy, nearness) ? { nearness, policy } : null;
}

/** Where a request for a pin comes from, as the pin remembers it. */
export function placeOf({
  context: { places },
  arrival: { address, hiddenBehind },
}: {
  readonly context: Pick<ServiceContext, 'places'>;
  readonly arrival: Arrival;
}): Pick<Requester, 'address' | 'hiddenBehind' | 'place'> {
  return { address, place: places.lookup(address), ...(hiddenBehind === undefined ? {} : { hiddenBehind }) };
}
