import { withClientDocuments, withPendingDocuments, type ClientDocuments } from '../clients/client-documents.ts';
import { withDeclaredClients, withDeclaredPending } from '../clients/declared.ts';
import { makeClient } from '../clients/make-client.ts';
import type { Settings } from '../config/settings.ts';
import type { SafeFetch } from '../safe-fetch/safe-fetch.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { NewClients } from '../service/ports/new-clients.ts';
import type { OAuthClient, OAuthClients } from '../service/ports/oauth-clients.ts';
import { nothingPending, type CachedStore, type DriverCache } from '../service/ports/pending-cache.ts';
import type { Random } from '../service/ports/random.ts';
import type { Store } from '../service/ports/store.ts';
import { readClientsFile } from './clients-file.ts';
import { openClientDocuments } from './open-client-documents.ts';

/** The OAuth clients of a service, wherever they come from. */
export interface Clients {
  readonly oauthClients: OAuthClients;
  /** What the hot path remembers, of pins too. */
  readonly pending: DriverCache;
  readonly documents: ClientDocuments;
  readonly newClients: NewClients;
  /** Those of the clients file. */
  readonly declaredClients: readonly OAuthClient[];
}

/**
 * Puts together the clients of the clients file, those that are stored, and those that are named by a URL.
 *
 * @throws {SettingsError} if the clients file cannot be read or is invalid
 */
export function openClients(
  settings: Settings,
  {
    kept,
    clock,
    random,
    safeFetch,
  }: {
    readonly kept: Pick<Store, 'oauthClients'> & Partial<Pick<CachedStore, 'pending'>>;
    readonly clock: Clock;
    readonly random: Random;
    readonly safeFetch: Pick<SafeFetch, 'send'>;
  },
): Clients {
  const declaredClients = settings.clientsFile === undefined ? [] : readClientsFile(settings.clientsFile);
  const newClients: NewClients = { make: (draft) => makeClient({ clock, random }, draft) };
  const documents = openClientDocuments(settings, { newClients, clock, safeFetch });
  return {
    oauthClients: withClientDocuments(documents, withDeclaredClients(declaredClients, kept.oauthClients)),
    pending: withPendingDocuments(documents, withDeclaredPending(declaredClients, kept.pending ?? nothingPending)),
    documents,
    newClients,
    declaredClients,
  };
}
