import { readServerAddress } from './address.ts';
import { type Clock, systemClock } from './clock.ts';
import { LinkpinClientError } from './errors.ts';
import { type Fetch, type Line, send, withoutQuery } from './http.ts';
import type { ListenOptions } from './listening.ts';
import { isFine, plexError } from './plex-answer.ts';
import { type PlexTokenCheck, checkPlexToken } from './plex-check-token.ts';
import { readPlexPin } from './plex-pin.ts';
import { type PlexIdentity, type PlexSender, plexPinRequest } from './plex-request.ts';
import { type SavedPlexPin, readSavedPlexPin } from './plex-saved.ts';
import { type PlexSignIn, ordinaryTimeout, plexSignIn } from './plex-sign-in.ts';
import { pace } from './retry.ts';

/** What a client is made of. */
export interface PlexClientOptions extends PlexIdentity {
  /** Base address of a linkpin server, a base path allowed. Default: `https://plex.tv`. */
  readonly server?: string | undefined;
  /** Default: the platform's. */
  readonly fetch?: Fetch | undefined;
  /** Default: the platform's. */
  readonly clock?: Clock | undefined;
}

/** What to ask for. */
export interface RequestPinOptions extends ListenOptions {
  /** Ask for the long code, which only the sign-in page takes (wire C9). Default: a short one, for a person to type. */
  readonly strong?: boolean | undefined;
}

/** A client of one server under one identity. */
export interface PlexClient {
  /**
   * Asks for a pin. Asks once: a caller shows the error and lets the person try again.
   *
   * @throws LinkpinClientError of any code but `bad_option`; the signal's reason when that aborted
   */
  readonly requestPin: (options?: RequestPinOptions) => Promise<PlexSignIn>;
  /**
   * Goes on with a pin that `save` gave, in this or in an earlier process.
   *
   * @throws LinkpinClientError `bad_option` when it is no saved pin, or one of another server or client identifier
   */
  readonly resume: (saved: SavedPlexPin) => PlexSignIn;
  /** Finds out whether a token is still good. Rejects only with the reason of your own signal. */
  readonly checkToken: (token: string, options?: ListenOptions) => Promise<PlexTokenCheck>;
}

// What wire S8 says, for an answer that tells no life.
const usualLife = (strong: boolean): number => (strong ? 1800 : 900);

const requestPin = async (
  sender: PlexSender,
  line: Line,
  { strong = false, signal }: RequestPinOptions,
): Promise<PlexSignIn> => {
  const request = plexPinRequest(sender, { strong });
  const asked = line.clock.now();
  const answer = await send(request, line, ordinaryTimeout, signal);
  // wire C2: 200 and 201 alike
  if (!isFine(answer)) throw plexError(answer, withoutQuery(request.url));
  const { id, code, qr, expiresIn } = readPlexPin(answer.text);
  const life = (expiresIn ?? usualLife(strong)) * 1000 - (line.clock.now() - asked);
  const { server, clientIdentifier } = sender;
  const pin = { server, clientIdentifier, id, code, strong, qr, expiresAt: line.clock.wallTime() + life };
  return plexSignIn(sender, line, pin, pace);
};

/**
 * Makes a client for plex.tv or for a linkpin server.
 *
 * @throws LinkpinClientError `bad_option` when the client identifier or the product is no text, or the server no address
 */
export const createPlexClient = (options: PlexClientOptions): PlexClient => {
  const { fetch: given, clock = systemClock, server = 'https://plex.tv', ...identity } = options;
  for (const name of ['clientIdentifier', 'product'] as const) {
    if (typeof identity[name] !== 'string' || identity[name].trim() === '') {
      throw new LinkpinClientError('bad_option', `${name} must be a text that is not empty`);
    }
  }
  const sender: PlexSender = { ...identity, server: readServerAddress(server).base };
  // Looked up at each call and called as a plain function: pages and tests replace the global one.
  const line: Line = { fetch: given ?? ((url, init) => fetch(url, init)), clock };
  return {
    requestPin: (asked = {}) => requestPin(sender, line, asked),
    resume: (saved) => plexSignIn(sender, line, readSavedPlexPin(saved, sender), 0),
    checkToken: (token, asked = {}) => checkPlexToken(sender, line, token, asked.signal),
  };
};
