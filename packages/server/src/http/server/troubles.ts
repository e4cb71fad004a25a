// Responses in place of a handler's, as errors of the path's protocol.
import type { WireResponse } from '../../protocols/constants/messages.ts';
import { plexErrors, type PlexError, type PlexFormat } from '../../protocols/constants/plex.ts';
import { presentOAuthTrouble } from '../../protocols/oauth/present.ts';
import { presentError } from '../../protocols/plex-v2/present.ts';

/** Everything that can go wrong before a handler answers. */
export type Trouble = 'method-not-allowed' | 'not-found' | 'malformed' | 'too-large' | 'busy' | 'internal';

const plexWords: Readonly<Record<Exclude<Trouble, 'not-found'>, PlexError>> = {
  'method-not-allowed': plexErrors.methodNotAllowed,
  malformed: plexErrors.malformed,
  'too-large': plexErrors.tooLarge,
  busy: plexErrors.busy,
  internal: plexErrors.internal,
};

function presentPlexTrouble(trouble: Trouble, format: PlexFormat): WireResponse {
  if (trouble !== 'not-found') return presentError(plexWords[trouble], format);
  if (format === 'xml') return presentError(plexErrors.notFound, format);
  const body = JSON.stringify({ status: 404, error: 'Not Found' });
  return {
    status: 404,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    body,
  };
}

/** The pages among them: people are led there by a browser. */
const pagesAmongThem = /^\/(\.well-known\/change-password|oauth\/authorize)\/?$/;

/** True for paths of the API, unknown ones included. */
export const isApiPath = (path: string): boolean =>
  /^\/(api|oauth|\.well-known)\//.test(path) && !pagesAmongThem.test(path);

/** True for paths whose protocol is OAuth. */
export const isOAuthPath = (path: string): boolean => /^\/(oauth|\.well-known)\//.test(path);

/** True for paths that plex clients call. */
export const isPlexPath = (path: string): boolean => /^\/(api|pins|users|devices|:)[/.]/.test(path);

/**
 * @param format in which plex's protocol would answer; OAuth is always JSON
 * @param reference what the log calls the request; plex's protocol has no place for it but the header
 */
export function presentTrouble(
  path: string,
  trouble: Trouble,
  format: PlexFormat,
  reference: string | null = null,
): WireResponse {
  return isOAuthPath(path) ? presentOAuthTrouble(trouble, reference) : presentPlexTrouble(trouble, format);
}
