import type { OAuthClient } from '../../service/ports/oauth-clients.ts';

/** The client's description of a scope, or null if there is none. */
export function wordsFor(client: OAuthClient | null | undefined, scope: string): string | null {
  const words = client?.scopeWords ?? {};
  return Object.hasOwn(words, scope) ? (words[scope] ?? null) : null;
}
