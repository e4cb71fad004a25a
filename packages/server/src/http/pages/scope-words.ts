import type { Words } from '../../pages/words/catalogue.ts';
import type { OAuthClient } from '../../service/ports/oauth-clients.ts';

/** The words of the scopes that are the same at every client. */
const own: ReadonlyMap<string, 'scopeOpenId' | 'scopeProfile' | 'scopeEmail'> = new Map([
  ['openid', 'scopeOpenId'],
  ['profile', 'scopeProfile'],
  ['email', 'scopeEmail'],
]);

/** The description of a scope, the client's or else ours; null if there is none. */
export function wordsFor(
  client: OAuthClient | null | undefined,
  scope: string,
  { consent }: Pick<Words, 'consent'>,
): string | null {
  const words = client?.scopeWords ?? {};
  if (Object.hasOwn(words, scope)) return words[scope] ?? null;
  const name = own.get(scope);
  return name === undefined ? null : consent[name];
}
