import type { CodeFormat } from '../../domain/code.ts';
import type { Pin, Requester } from '../../domain/pin.ts';
import type { PinResult } from '../../domain/refusal.ts';
import type { OAuthClient } from '../ports/oauth-clients.ts';
import { admitRequest } from './admit-request.ts';
import { pinOf, type AuthorizationDraft, type AuthorizationPorts } from './request-authorization.ts';
import { requestPin } from './request-pin.ts';

/** By what another device finds the request of a browser. */
export interface Elsewhere {
  readonly client: Pick<OAuthClient, 'numberMatching'>;
  /** Of the code that the browser shows. */
  readonly format: CodeFormat;
}

/**
 * Lets another device answer the request that led a browser here: stores it with a code to be typed there, within the limits of
 * all codes and under the rules of all codes. The authorization code stays what it is, for that browser alone.
 */
export async function requestElsewhere(
  ports: AuthorizationPorts,
  draft: AuthorizationDraft,
  requester: Requester,
  { client, format }: Elsewhere,
): Promise<PinResult<Pin>> {
  const request = {
    ...pinOf(ports.keys, draft, requester),
    kind: 'user',
    matchesNumber: client.numberMatching,
  } as const;
  const admitted = await admitRequest(ports, { ...request, format });
  if (!admitted.ok) return admitted;
  const ids = [ports.keys.hash(draft.code)];
  const issued = await requestPin(ports, { ...request, format: admitted.value, drawPublicId: () => ids.pop() });
  if (issued.ok) await ports.oauthClients.markUsed(draft.clientId, issued.value.createdAt);
  return issued;
}
