import type { Credentials } from '../../protocols/constants/plex.ts';
import { basicText } from '../server/basic-text.ts';

/**
 * The name and password of an `Authorization` header in the Basic scheme.
 *
 * @returns null unless there is one with both
 */
export function basicCredentials(header: string | undefined): Credentials | null {
  const text = basicText(header) ?? '';
  const colon = text.indexOf(':');
  const [login, password] = [text.slice(0, Math.max(0, colon)), text.slice(colon + 1)];
  return login === '' || password === '' ? null : { login, password };
}
