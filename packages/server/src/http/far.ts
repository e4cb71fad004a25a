// What the operator wants of requests that come from far away, for a pin and whoever would approve it.
import type { Address } from '../pins/address.ts';
import { countsAsFar, type FarPolicy, type Nearness } from '../pins/far-policy.ts';
import type { Pin } from '../pins/pin.ts';
import { nearnessOf } from '../places/nearness.ts';
import type { OAuthClient } from '../service/ports/oauth-clients.ts';
import type { ServiceContext } from './context.ts';

/** How far a request is, as far as we can tell, and the rules for that. */
export interface Farness {
  readonly nearness: Nearness;
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
  const nearness = nearnessOf(requester, { address: mine, place: places.lookup(mine) });
  return countsAsFar(policy, nearness) ? { nearness, policy } : null;
}
