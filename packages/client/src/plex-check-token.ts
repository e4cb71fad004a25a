import type { LinkpinClientError } from './errors.ts';
import { ordinaryTimeout, send } from './http.ts';
import type { ListenOptions } from './listening.ts';
import { isFine, plexError } from './plex-answer.ts';
import { fitsHeader, plexUserRequest } from './plex-request.ts';
import { type PlexClientOptions, readPlexOptions } from './plex-setting.ts';
import { type PlexUser, readPlexUser } from './plex-user.ts';

/** The result of a token check. */
export type PlexTokenCheck =
  | { readonly kind: 'valid'; readonly user: PlexUser }
  | { readonly kind: 'invalid' }
  /** The response says nothing about the token: keep it and check again later. */
  | { readonly kind: 'unknown'; readonly reason: LinkpinClientError };

/**
 * Checks whether a token is still valid: 200 valid, 401 invalid, any other response unknown.
 *
 * @param options - the same as for `createPlexClient`
 * @returns the result; rejects only with the reason of your own signal
 * @throws LinkpinClientError `bad_option` as `createPlexClient` does
 */
export const checkPlexToken = async (
  options: PlexClientOptions,
  token: string,
  { signal }: ListenOptions = {},
): Promise<PlexTokenCheck> => {
  const { sender, line } = readPlexOptions(options);
  if (!fitsHeader(token)) return { kind: 'invalid' }; // no server issues such a token, and it could not be sent
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
