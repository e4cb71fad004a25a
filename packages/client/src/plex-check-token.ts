import { LinkpinClientError } from './errors.ts';
import { type Line, send, withoutQuery } from './http.ts';
import { isFine, plexError } from './plex-answer.ts';
import { type PlexSender, fitsHeader, plexUserRequest } from './plex-request.ts';
import { ordinaryTimeout } from './plex-sign-in.ts';
import { type PlexUser, readPlexUser } from './plex-user.ts';

/** What can be known about a token (wire C10). */
export type PlexTokenCheck =
  | { readonly kind: 'valid'; readonly user: PlexUser }
  | { readonly kind: 'invalid' }
  /** The answer says nothing about the token: keep it, and ask again another time. */
  | { readonly kind: 'unknown'; readonly reason: LinkpinClientError };

/** Finds out whether a token is still good: 200 valid, 401 invalid, anything else says nothing (wire C10). */
export const checkPlexToken = async (
  sender: PlexSender,
  line: Line,
  token: string,
  signal: AbortSignal | undefined,
): Promise<PlexTokenCheck> => {
  if (!fitsHeader(token)) return { kind: 'invalid' }; // no server gives such a token, and none could be sent one
  const request = plexUserRequest(sender, token);
  try {
    const answer = await send(request, line, ordinaryTimeout, signal);
    if (answer.status === 401) return { kind: 'invalid' };
    if (!isFine(answer)) throw plexError(answer, withoutQuery(request.url), [token]);
    return { kind: 'valid', user: readPlexUser(answer.text) };
  } catch (error) {
    if (signal?.aborted) throw error;
    return { kind: 'unknown', reason: error as LinkpinClientError };
  }
};
