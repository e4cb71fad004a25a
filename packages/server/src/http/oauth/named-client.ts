// The client with an identifier, which may be the URL of its metadata document.
import type { Address } from '../../domain/address.ts';
import type { OAuthError } from '../../protocols/constants/oauth.ts';
import type { OAuthClient } from '../../service/ports/oauth-clients.ts';
import type { ServiceContext } from '../server/context.ts';

type Context = Pick<ServiceContext, 'oauth' | 'store' | 'ports'>;

/**
 * Finds a client by what a request calls it. The first fetch of a metadata document costs the requester what a code costs.
 *
 * @returns undefined if there is none, or if its document cannot be had or used
 */
export async function namedClient(
  { oauth, store, ports }: Context,
  id: string,
  requester: Address,
): Promise<OAuthClient | undefined> {
  if (oauth.clientDocuments.isNew(id) && !(await ports.limits.spend('issue', requester)).ok) return undefined;
  return store.oauthClients.byId(id);
}

/** What a client hears that is not found because of its metadata document; undefined if it has none. */
export function documentFault({ oauth }: Pick<Context, 'oauth'>, id: string): OAuthError | undefined {
  if (!oauth.clientDocuments.isAllowed(id)) return undefined;
  const fault = oauth.clientDocuments.faultOf(id);
  return fault === undefined
    ? { error: 'temporarily_unavailable', description: 'the document at client_id cannot be fetched now; try again' }
    : { error: 'invalid_client', description: `the document at client_id cannot be used: ${fault}` };
}
