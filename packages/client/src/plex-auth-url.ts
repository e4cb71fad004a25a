// Pure: no I/O, no clock, no randomness.
import { readServerAddress, writeQuery } from './address.ts';
import type { PlexSender } from './plex-request.ts';

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
  const device = {
    product: sender.product,
    version: sender.version,
    platform: sender.platform,
    platformVersion: sender.platformVersion,
    device: sender.device,
    deviceName: sender.deviceName,
    model: sender.model,
    ...options.context,
  };
  const context = Object.entries(device).map(([name, value]) => [`context[device][${name}]`, value || undefined]);
  return `${plexTv ? 'https://app.plex.tv' : base}/auth#?${writeQuery({
    clientID: sender.clientIdentifier,
    code,
    ...(Object.fromEntries(context) as Record<string, string | undefined>),
    forwardUrl: options.forwardUrl,
  })}`;
};
