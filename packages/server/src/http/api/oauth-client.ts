// Who calls an OAuth endpoint, and with which key.
import { accepted, refused, type Result } from '../../pins/result.ts';
import type { OAuthClient } from '../../service/ports/oauth-clients.ts';
import { authenticateClient } from '../../tokens/client-authentication.ts';
import { proveKey } from '../../tokens/dpop.ts';
import type { ClientAuthentication, OAuthError } from '../../vocabulary/oauth.ts';
import type { ApiCall } from './route.ts';
import { onceOf } from './waiting.ts';

/** The client of a request, if it proves to be itself. */
export async function findClient(
  call: ApiCall,
  authentication: ClientAuthentication,
): Promise<Result<OAuthClient, OAuthError>> {
  const { context, arrival } = call;
  const { store, ports, oauth } = context;
  const once = onceOf(call, oauth.once);
  const found = await authenticateClient(
    { clients: store.oauthClients, keys: ports.keys, clock: ports.clock, once, fetchKeys: oauth.fetchKeys },
    authentication,
    arrival.baseUrl,
  );
  return found.ok
    ? found
    : refused({ error: 'invalid_client', description: 'the client is unknown or did not prove itself' });
}

/** The thumbprint of the key that the request's DPoP proof proves; null when it has none (RFC 9449 §4.3). */
export async function findProvenKey(call: ApiCall): Promise<Result<string | null, OAuthError>> {
  const { request, context, arrival } = call;
  const proof = request.header('dpop');
  if (proof === undefined) return accepted(null);
  const proven = await proveKey({ clock: context.ports.clock, once: onceOf(call, context.oauth.once) }, proof, {
    method: request.method,
    url: `${arrival.baseUrl}${request.path}`,
  });
  return proven.ok ? proven : refused({ error: 'invalid_dpop_proof', description: proven.refusal });
}
