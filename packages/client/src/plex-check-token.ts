import type { LinkpinClientError } from './errors.ts';
import { ordinaryTimeout, send } from './http.ts';
import type { ListenOptions } from './listening.ts';
import { isFine, plexError } from './plex-answer.ts';
import { fitsHeader, plexUserRequest } from './plex-request.ts';
import { type PlexClientOptions, readPlexOptions } from './plex-setting.ts';
import { type PlexUser, readPlexUser } from './plex-user.ts';

/** What can be known about a token (wire C10). */
export type PlexTokenCheck =
  | { readonly kind: 'valid'; readonly user: PlexUser }
  | { readonly kind: 'invalid' }
  /** The answer says nothing about the token: keep it, and ask again another time. */
  | { readonly kind: 'unknown'; readonly reason: LinkpinClientError };

/**
 * Finds out whether a token is still good: 200 valid, 401 invalid, anything else says nothing (wire C10).
 *
 * @param options - the same as for `createPlexClient`
 * @returns what is known; rejects only with the reason of your own signal
 * @throws LinkpinClientError `bad_option` as `createPlexClient` does
 */
export const checkPlexToken = async (
  options: PlexClientOptions,
  token: string,
  { signal }: ListenOptions = {},
): Promise<PlexTokenCheck> => {
  const { sender, line } = readPlexOptions(options);
  if (!fitsHeader(token)) return { kind: 'invalid' }; // no server gives such a token, and none could be sent one
  try {
    const answer = await send(plexUserRequest(sender, token), line, ordinaryTimeout, signal);
    if (answer.status === 401) return { kind: 'invalid' };
    if (!isFine(answer)) throw plexError(answer, token);
    return { kind: 'valid', user: readPlexUser(answer.text) };
  } catch (error) {
    if (signal?.aborted) throw error;
    return { kind: 'unknown', reason: error as LinkpinClientError };
  }
};
