import type { Credentials } from '../../vocabulary/plex.ts';

/**
 * The name and password of an `Authorization` header in the Basic scheme (RFC 7617), read as UTF-8.
 *
 * @returns null when there is none that says both
 */
export function basicCredentials(header: string | undefined): Credentials | null {
  const encoded = /^basic +([a-z0-9+/]+={0,2})$/i.exec(header?.trim() ?? '')?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const [login, password] = [text.slice(0, Math.max(0, colon)), text.slice(colon + 1)];
  return login === '' || password === '' ? null : { login, password };
}
