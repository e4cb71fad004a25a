// Who calls an OAuth endpoint, and with which key.
import { proveKey } from '@linkpin/verify/dpop';
import { accepted, refused, type Result } from '../../domain/result.ts';
import type { OAuthClient } from '../../service/ports/oauth-clients.ts';
import { authenticateClient, type NotProven } from '../../tokens/client-authentication.ts';
import { startOf } from '../../service/ports/replay-cache.ts';
import type { ClientAuthentication, OAuthError } from '../../protocols/constants/oauth.ts';
import { ageOfNonce } from '../../service/tokens/nonce-age.ts';
import type { ApiCall } from '../server/route.ts';
import { documentFault, namedClient } from './named-client.ts';
import type { Proofs } from './proofs.ts';

const notProven: Readonly<Record<NotProven, OAuthError>> = {
  unknown: { error: 'invalid_client', description: 'the client is unknown or did not prove itself' },
  busy: { error: 'temporarily_unavailable', description: 'the keys of the client cannot be fetched now; try again' },
};

/**
 * The client that a request authenticates as.
 *
 * @param proofs where its assertion is used up
 */
export async function findClient(
  call: ApiCall,
  authentication: ClientAuthentication,
  { replayCache }: Pick<Proofs, 'replayCache'>,
): Promise<Result<OAuthClient, OAuthError>> {
  const { context, requestContext } = call;
  const { ports, oauth } = context;
  let missing: string | undefined;
  const byId = async (id: string): Promise<OAuthClient | undefined> => {
    const client = await namedClient(context, id, requestContext.address);
    if (client === undefined) missing = id;
    return client;
  };
  const client = await authenticateClient(
    {
      clients: { byId },
      pending: ports.pending,
      keys: ports.keys,
      clock: ports.clock,
      replayCache,
      clientKeys: oauth.clientKeys,
      startedAt: ports.startedAt,
    },
    authentication,
    requestContext.baseUrl,
  );
  if (client.ok) return client;
  const fault = missing === undefined ? undefined : documentFault(context, missing);
  return refused(fault ?? notProven[client.refusal]);
}

/**
 * The thumbprint of the key that the request's DPoP proof proves; null when it has none (RFC 9449 §4.3).
 *
 * @param proofs where the proof is used up
 * @param tokenHash where an access token is sent: its SHA-256, base64url, which the proof has to name (RFC 9449 §7.1)
 */
export async function findProvenKey(
  { request, context, requestContext }: ApiCall,
  { replayCache }: Pick<Proofs, 'replayCache'>,
  tokenHash?: string,
): Promise<Result<string | null, OAuthError>> {
  const proof = request.header('dpop');
  if (proof === undefined) return accepted(null);
  const { ports } = context;
  const { clock, nonces, startedAt } = ports;
  const isFresh = (nonce: string): boolean => ageOfNonce(ports, nonce) === 'fresh';
  const start = { since: startOf(startedAt), isFresh };
  const key = await proveKey({ clock, replayCache, start }, proof, {
    method: request.method,
    url: `${requestContext.baseUrl}${request.path}`,
    ...(tokenHash === undefined ? {} : { tokenHash }),
  });
  return key.ok || key.refusal.error !== 'use_dpop_nonce' ? key : refused({ ...key.refusal, nonce: nonces.make() });
}
