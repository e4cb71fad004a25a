import { readServerAddress } from './address.ts';
import { type Clock, systemClock } from './clock.ts';
import { badOption } from './errors.ts';
import type { Fetch, Line } from './http.ts';
import { asText } from './lenient.ts';
import type { PlexIdentity, PlexSender } from './plex-request.ts';

/** What a client is made of. */
export interface PlexClientOptions extends PlexIdentity {
  /** Base address of a linkpin server, a base path allowed. Default: `https://plex.tv`. */
  readonly server?: string | undefined;
  /** Default: the platform's. */
  readonly fetch?: Fetch | undefined;
  /** Default: the platform's. */
  readonly clock?: Clock | undefined;
}

/** Who sends, and through what. */
export interface PlexSetting {
  readonly sender: PlexSender;
  readonly line: Line;
}

/**
 * Checks the options and fills in the defaults.
 *
 * @throws LinkpinClientError `bad_option` when the client identifier or the product is empty, or the server no address
 */
export const readPlexOptions = ({
  fetch: given,
  clock = systemClock,
  server = 'https://plex.tv',
  ...identity
}: PlexClientOptions): PlexSetting => {
  for (const name of ['clientIdentifier', 'product'] as const) {
    if (!asText(identity[name])?.trim()) throw badOption(`no ${name}`);
  }
  return {
    sender: { ...identity, server: readServerAddress(server).base },
    // Looked up at each call and called as a plain function: pages and tests replace the global one.
    line: { fetch: given ?? ((url, init) => fetch(url, init)), clock },
  };
};
