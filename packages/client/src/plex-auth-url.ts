// Pure: no I/O, no clock, no randomness.
import { readServerAddress, wholeName, writeQuery } from './address.ts';
import { type PlexSender, deviceFacts } from './plex-request.ts';

/** Options of the sign-in page's URL. */
export interface PlexAuthUrlOptions {
  /** Where the page redirects after approval. */
  readonly forwardUrl?: string | undefined;
  /** More device information, such as `screenResolution`, `layout`, `environment`. */
  readonly context?: Readonly<Record<string, string | undefined>> | undefined;
}

/** URL of the page where a person enters a short code. */
export const plexLinkUrl = (server: string): string => {
  const { base, plexTv } = readServerAddress(server);
  return plexTv ? 'https://plex.tv/link' : `${base}/link`;
};

/**
 * URL of the sign-in page for one code: the Auth App of plex.tv, or `/auth` of a linkpin server. All parameters are in
 * the fragment, which browsers do not send.
 *
 * @param sender - the sender that requested the pin
 * @param code - the pin's code
 */
export const plexAuthUrl = (sender: PlexSender, code: string, options: PlexAuthUrlOptions = {}): string => {
  const { base, plexTv } = readServerAddress(sender.server);
  const query: Record<string, string | undefined> = { clientID: sender.clientIdentifier, code };
  for (const name of deviceFacts) query[`context[device][${name}]`] = wholeName(sender[name]);
  for (const name in options.context) query[`context[device][${name}]`] = wholeName(options.context[name]);
  query['forwardUrl'] = options.forwardUrl;
  return `${plexTv ? 'https://app.plex.tv' : base}/auth#?${writeQuery(query)}`;
};
