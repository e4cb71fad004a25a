// Pure: no I/O, no clock, no randomness. Where passkeys work (WebAuthn Level 3 §5.1.2: a relying party's id is a domain).

/** Where passkeys work. */
export interface PasskeySite {
  /** The relying party's id. */
  readonly domain: string;
  /** The only origin that an answer may come from. */
  readonly origin: string;
}

/** Why passkeys do not work. */
export type NoPasskeys =
  /** A browser knows none at an address. */
  | 'ip-address'
  /** A browser knows none over plain http, but at localhost. */
  | 'plain-http'
  /** The page is not at the domain of the setting, or below it. */
  | 'other-domain';

const isLocalhost = (host: string): boolean => host === 'localhost';

/** Whether a host is a domain, or below it. */
const isWithin = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`);

/**
 * Where the passkeys of a page work.
 *
 * @param baseUrl the URL of the service as the browser sees it
 * @param passkeyDomain the setting; the URL's own host when undefined
 */
export function passkeySite(baseUrl: string, passkeyDomain: string | undefined): PasskeySite | NoPasskeys {
  const { protocol, hostname, origin } = new URL(baseUrl);
  if (hostname.startsWith('[') || /^[\d.]+$/.test(hostname)) return 'ip-address';
  if (protocol !== 'https:' && !isLocalhost(hostname)) return 'plain-http';
  const domain = passkeyDomain ?? hostname;
  return isWithin(hostname, domain) ? { domain, origin } : 'other-domain';
}
