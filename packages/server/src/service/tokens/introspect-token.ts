import type { OAuthClient } from '../ports/oauth-clients.ts';
import { inspectToken, type InspectionPorts, type LiveToken } from './inspect-token.ts';

/** The result of an introspection (RFC 7662 §2.2). */
export type Introspection =
  | { readonly kind: 'active'; readonly token: LiveToken }
  | { readonly kind: 'inactive' }
  /** Inactive for this client, because the token is for others; logged for the operator. */
  | { readonly kind: 'not-for-caller'; readonly token: LiveToken }
  /** A public client is told nothing of any token (RFC 7662 §2.1). */
  | { readonly kind: 'unauthenticated' };

/** True when the caller is the token's own client or one of those that the token is for. */
const mayKnow = (client: OAuthClient, token: LiveToken, issuer: string): boolean =>
  token.clientId === client.id || token.audiences.some((to) => client.audiences.includes(to) && to !== issuer);

/** Answers a client that asks about an access token (B9). */
export async function introspectToken(
  ports: InspectionPorts,
  client: OAuthClient,
  text: string,
  issuer: string,
): Promise<Introspection> {
  if (client.authMethod === 'none') return { kind: 'unauthenticated' };
  const token = await inspectToken(ports, text, issuer);
  if (token === undefined) return { kind: 'inactive' };
  return { kind: mayKnow(client, token, issuer) ? 'active' : 'not-for-caller', token };
}
