// Pure: no I/O, no clock, no randomness.
import { readServerAddress, wholeName, writeQuery } from './address.ts';
import { type PlexSender, deviceFacts } from './plex-request.ts';

/** What the sign-in page may be told besides the pin. */
export interface PlexAuthUrlOptions {
  /** Where the page sends the person after approval. */
  readonly forwardUrl?: string | undefined;
  /** More facts about the device, such as `screenResolution`, `layout`, `environment`. */
  readonly context?: Readonly<Record<string, string | undefined>> | undefined;
}

/** Address of the page where a person types a short code (wire C9). */
export const plexLinkUrl = (server: string): string => {
  const { base, plexTv } = readServerAddress(server);
  return plexTv ? 'https://plex.tv/link' : `${base}/link`;
};

/**
 * Address of the sign-in page for one code: the Auth App for plex.tv, `/auth` for a linkpin server. Everything is in the
 * fragment, which browsers do not send.
 *
 * @param sender - the same that asked for the pin
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
