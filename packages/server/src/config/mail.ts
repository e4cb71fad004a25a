// Pure: no I/O, no clock, no randomness.
import { withoutBrackets } from './host-name.ts';

/** Where a mail server is. */
export interface MailAddress {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (RFC 8314). */
  readonly implicitTls: boolean;
  readonly user: string | null;
}

/** The ports of mail submission, by scheme (RFC 8314 §7). */
const ports = { 'smtp:': 587, 'smtps:': 465 } as const;

/**
 * Reads `smtp://USER@HOST:PORT` or `smtps://…`.
 *
 * @returns the address, or what is wrong with it, to follow "it"
 */
export function readMailAddress(text: string): MailAddress | string {
  const url = URL.parse(text);
  const scheme = url?.protocol;
  if (url === null || (scheme !== 'smtp:' && scheme !== 'smtps:') || url.hostname === '') {
    return 'must be smtp://USER@HOST:PORT, or smtps:// where TLS begins at once';
  }
  if (url.password !== '') return 'must have no password: give it as mailPassword, best in a file';
  if (!/^\/?$/.test(url.pathname) || url.search !== '' || url.hash !== '') {
    return 'must end with the host or its port';
  }
  let user: string | null;
  try {
    user = url.username === '' ? null : decodeURIComponent(url.username);
  } catch {
    return 'must have a % in the user name as %25';
  }
  if (user !== null && /\p{Cc}/u.test(user)) return 'must have no line end in the user name';
  const port = url.port === '' ? ports[scheme] : Number(url.port);
  return { host: withoutBrackets(url.hostname), port, implicitTls: scheme === 'smtps:', user };
}
