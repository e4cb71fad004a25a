import type { PersonInToken } from '../../domain/person-claims.ts';
import type { OAuthClient, OAuthClients } from '../ports/oauth-clients.ts';
import { personOf } from './person-of.ts';
import { subjectOf } from './subject-of.ts';
import { inspectToken, type InspectionPorts, type LiveToken } from './inspect-token.ts';

/** The result of an introspection (RFC 7662 §2.2). */
export type Introspection =
  | {
      readonly kind: 'active';
      readonly token: LiveToken;
      readonly person: PersonInToken;
      /** What the token's client calls the person. */
      readonly subject: string;
    }
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
  ports: InspectionPorts & { readonly oauthClients: Pick<OAuthClients, 'byId'> },
  client: OAuthClient,
  text: string,
  issuer: string,
): Promise<Introspection> {
  if (client.authMethod === 'none') return { kind: 'unauthenticated' };
  const token = await inspectToken(ports, text, issuer);
  if (token === undefined) return { kind: 'inactive' };
  if (!mayKnow(client, token, issuer)) return { kind: 'not-for-caller', token };
  const [grant, owner] = [await ports.grants.byId(token.grantId), await ports.oauthClients.byId(token.clientId)];
  // Without its client nobody can say what that called the person.
  if (grant === undefined || owner === undefined) return { kind: 'inactive' };
  const person = await personOf(ports.identities, owner, grant);
  return { kind: 'active', token, person, subject: await subjectOf(ports, owner, grant.account) };
}
