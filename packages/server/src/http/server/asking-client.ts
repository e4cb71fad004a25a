import type { Pin } from '../../domain/pin.ts';
import type { OAuthClient } from '../../service/ports/oauth-clients.ts';
import type { ServiceContext } from '../context.ts';

/**
 * The registered client that asks with an OAuth pin.
 *
 * @returns null for a plex pin, whose clients nobody registers; undefined when the client was removed meanwhile
 */
export async function askingClient(
  { store }: Pick<ServiceContext, 'store'>,
  pin: Pin,
): Promise<OAuthClient | null | undefined> {
  return pin.dialect === 'oauth' ? store.oauthClients.byId(pin.holder) : null;
}

/** What a scope means in the client's words, or null when nobody wrote it down. */
export function wordsFor(client: OAuthClient | null | undefined, scope: string): string | null {
  const words = client?.scopeWords ?? {};
  return Object.hasOwn(words, scope) ? (words[scope] ?? null) : null;
}
