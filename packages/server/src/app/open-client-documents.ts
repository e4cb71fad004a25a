import { createClientDocuments, type ClientDocuments } from '../clients/client-documents.ts';
import type { Settings } from '../config/settings.ts';
import { accepted, refused, type Result } from '../domain/result.ts';
import { readClientDocument } from '../protocols/oauth/client-document.ts';
import type { SafeFetch } from '../safe-fetch/safe-fetch.ts';
import { makeSelfDescribed, type MetadataFault } from '../service/clients/self-described.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { NewClients } from '../service/ports/new-clients.ts';
import type { OAuthClient } from '../service/ports/oauth-clients.ts';
import { clientRegistrationRulesOf } from './rules-of-settings.ts';

const faults: Readonly<Record<MetadataFault, string>> = {
  // Scopes are cut to what is allowed before.
  scope: 'it wants a scope that is not allowed',
  'redirect-uri': 'one of its redirect_uris is not allowed',
  sector: 'its redirect_uris are of several hosts, and it wants pairwise subjects',
  jwks: 'its jwks must be 1 to 16 public keys',
  'jwks-uri': 'its jwks_uri must be an https URL',
};

/**
 * Opens the clients that are named by the URL of their metadata document. Such a client is shown by its host, which is all
 * that is certain of it, and gets those of its scopes that the operator allows: its document is for every service.
 */
export function openClientDocuments(
  settings: Settings,
  {
    newClients,
    clock,
    safeFetch,
  }: { readonly newClients: NewClients; readonly clock: Clock; readonly safeFetch: Pick<SafeFetch, 'send'> },
): ClientDocuments {
  const rules = clientRegistrationRulesOf(settings);

  function read(url: string, document: unknown): Result<OAuthClient, string> {
    const said = readClientDocument(url, document);
    if (!said.ok) return said;
    const scopes = said.value.scopes?.filter((scope) => rules.scopes.includes(scope)) ?? null;
    const identity = { id: url, name: new URL(url).host };
    const made = makeSelfDescribed(newClients, rules, identity, { ...said.value, scopes });
    if (made.ok) return accepted(made.value.client);
    return refused(faults[made.refusal]);
  }

  return createClientDocuments({
    fetch: (url) =>
      safeFetch.send({
        url,
        method: 'GET',
        headers: { accept: 'application/json' },
        body: undefined,
        signal: undefined,
      }),
    read,
    clock,
    prefixes: settings.clientDocuments,
    mostWaiting: Math.ceil(settings.maxInFlight / 8),
  });
}
