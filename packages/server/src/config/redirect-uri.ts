// Pure: no I/O, no clock, no randomness. Which redirect URIs a client may be registered with.
import { isLoopbackUri, longestRedirectUri } from '../domain/redirect-uri.ts';

/** Why a client may not be registered with a redirect URI. */
export type RedirectUriFault = 'not-absolute' | 'fragment' | 'user-name' | 'plain-http' | 'scheme';

/**
 * What is wrong with a redirect URI that a client wants to be registered with: `https` of any host, `http` of this machine
 * alone, or a scheme of its own, which has a dot (RFC 8252 §7.1).
 *
 * @returns null if nothing is
 */
export function redirectUriFault(uri: string): RedirectUriFault | null {
  const parsed = /^[\x21-\x7e]+$/.test(uri) && uri.length <= longestRedirectUri ? URL.parse(uri) : null;
  if (parsed === null) return 'not-absolute';
  if (uri.includes('#')) return 'fragment';
  if (parsed.username !== '' || parsed.password !== '' || uri.includes('\\')) return 'user-name';
  switch (parsed.protocol) {
    case 'https:':
      return /^https:\/\//i.test(uri) ? null : 'not-absolute';
    case 'http:':
      return isLoopbackUri(uri) || parsed.hostname === 'localhost' ? null : 'plain-http';
    default:
      return parsed.protocol.includes('.') ? null : 'scheme';
  }
}
