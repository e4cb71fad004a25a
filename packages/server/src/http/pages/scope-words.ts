import type { OAuthClient } from '../../service/ports/oauth-clients.ts';

/** What a scope means in the client's words, or null when nobody wrote it down. */
export function wordsFor(client: OAuthClient | null | undefined, scope: string): string | null {
  const words = client?.scopeWords ?? {};
  return Object.hasOwn(words, scope) ? (words[scope] ?? null) : null;
}
