import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Who asks for something of the control server. */
export type Access =
  /** A program that has the secret, or a page of ours in a browser that was given it. */
  | { readonly kind: 'granted' }
  /** A browser that comes with the secret in a link, and is to keep it. */
  | { readonly kind: 'arrives' }
  | { readonly kind: 'refused'; readonly status: 401 | 403 | 421; readonly why: string };

const refuse = (status: 401 | 403 | 421, why: string): Access => ({ kind: 'refused', status, why });

const isSame = (given: string, secret: string): boolean =>
  given.length === secret.length && timingSafeEqual(Buffer.from(given), Buffer.from(secret));

/** The cookie of a run: cookies are for all ports of a host, so the port is in its name. */
export const cookieName = (port: number): string => `linkpin-emulator-${port}`;

function inCookie(header: string, name: string): string {
  const found = header.split(/; */).find((part) => part.startsWith(`${name}=`));
  return found?.slice(name.length + 1) ?? '';
}

/**
 * Judges a request. Its host has to be this machine, so that no name that was made to resolve here gets anything (DNS
 * rebinding); a page of another origin can neither read nor change anything; and whoever asks has the secret of the run.
 */
export function judgeAccess({ method, url = '/', headers }: IncomingMessage, port: number, secret: string): Access {
  const { host = '', origin, authorization = '', cookie = '' } = headers;
  if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`) return refuse(421, 'This is not my name.');
  if (origin !== undefined && origin !== `http://${host}`) return refuse(403, 'Pages of another origin get nothing.');
  const [, bearer = ''] = /^Bearer (\S+)$/i.exec(authorization) ?? [];
  if (isSame(bearer, secret)) return { kind: 'granted' };
  const isReading = method === 'GET' || method === 'HEAD';
  if (isReading && isSame(new URL(url, 'http://x').searchParams.get('key') ?? '', secret)) return { kind: 'arrives' };
  if (!isSame(inCookie(cookie, cookieName(port)), secret)) {
    return refuse(401, 'Send the secret of this run: Authorization: Bearer …');
  }
  // A browser names its origin with every form.
  return isReading || origin !== undefined ? { kind: 'granted' } : refuse(403, 'Forms come from a page of mine.');
}
