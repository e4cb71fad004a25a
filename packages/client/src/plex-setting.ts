import { readServerAddress } from './address.ts';
import { type Clock, systemClock } from './clock.ts';
import { badOption } from './errors.ts';
import type { Fetch, Line } from './http.ts';
import { asText } from './lenient.ts';
import type { PlexIdentity, PlexSender } from './plex-request.ts';

/** Options of a plex client. */
export interface PlexClientOptions extends PlexIdentity {
  /** Base URL of a linkpin server, possibly with a path. Default: `https://plex.tv`. */
  readonly server?: string | undefined;
  /** Default: the platform's. */
  readonly fetch?: Fetch | undefined;
  /** Default: the platform's. */
  readonly clock?: Clock | undefined;
}

/** The sender and transport of a plex client. */
export interface PlexSetting {
  readonly sender: PlexSender;
  readonly line: Line;
}

/**
 * Validates the options and applies defaults.
 *
 * @throws LinkpinClientError `bad_option` if the client identifier or the product is empty, or the server is not a URL
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
    // Look `fetch` up at each call, because pages and tests replace the global one; call it without `this`.
    line: { fetch: given ?? ((url, init) => fetch(url, init)), clock },
  };
};
