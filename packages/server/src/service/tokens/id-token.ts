import type { Grant } from '../../domain/grant.ts';
import { authenticationClaims } from '../../domain/openid.ts';
import { openIdScope } from '../../domain/scopes.ts';
import type { Clock } from '../ports/clock.ts';
import type { IdTokens } from '../ports/id-tokens.ts';
import type { Identities } from '../ports/identities.ts';
import type { OAuthClient } from '../ports/oauth-clients.ts';
import { personOf } from './person-of.ts';
import { subjectOf, type SubjectPorts } from './subject-of.ts';

/** What making ID tokens needs from outside. */
export type IdTokenPorts = SubjectPorts & {
  readonly idTokens: IdTokens;
  readonly identities: Pick<Identities, 'listFor'>;
  readonly clock: Clock;
};

/** One ID token to make. */
export interface IdTokenRequest {
  readonly client: OAuthClient;
  readonly grant: Grant;
  /** The scopes of the access token that it is given with. */
  readonly scopes: readonly string[];
  readonly issuer: string;
  readonly accessToken: { readonly token: string; readonly expiresIn: number };
  /** Repeated from the request; null for none, and at a refresh (OpenID Connect Core §12.2). */
  readonly nonce: string | null;
}

/**
 * Makes an ID token (OpenID Connect Core §2), which expires with its access token.
 *
 * @returns undefined without the scope `openid`
 */
export async function makeIdToken(
  ports: IdTokenPorts,
  { client, grant, scopes, issuer, accessToken, nonce }: IdTokenRequest,
): Promise<string | undefined> {
  if (!scopes.includes(openIdScope)) return undefined;
  const [person, sub] = await Promise.all([
    personOf(ports.identities, client, grant),
    subjectOf(ports, client, grant.account),
  ]);
  const iat = Math.floor(ports.clock.now() / 1000);
  const claims = {
    ...person,
    ...authenticationClaims(grant.signIn),
    ...(nonce === null ? {} : { nonce }),
    iss: issuer,
    sub,
    aud: client.id,
    iat,
    exp: iat + accessToken.expiresIn,
  };
  const algorithm = client.idTokenAlgorithm ?? 'RS256';
  return ports.idTokens.sign({ claims, accessToken: accessToken.token, algorithm });
}
