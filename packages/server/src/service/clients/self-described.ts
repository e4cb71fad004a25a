// Clients that nobody here has checked: by registration, or by a metadata document.
import type { ClientGrant } from '../../domain/oauth-client.ts';
import { webHostsOf, type SubjectType } from '../../domain/subject.ts';
import { accepted, refused, type Result } from '../../domain/result.ts';
import type { CreatedClient, DraftProblem, NewClients } from '../ports/new-clients.ts';
import type { IdTokenAlgorithm } from '../ports/id-tokens.ts';
import type { ClientAuthMethod } from '../ports/oauth-clients.ts';

/** What the operator lets clients have that describe themselves. */
export interface SelfDescription {
  /** The scopes that such a client may have. */
  readonly scopes: readonly string[];
  /** The resources that its tokens may be for. */
  readonly audiences: readonly string[];
}

/** What a client says of itself (RFC 7591 §2); null for what it leaves out. */
export interface ClientMetadata {
  readonly name: string | null;
  readonly authMethod: ClientAuthMethod;
  readonly scopes: readonly string[] | null;
  readonly grants: readonly ClientGrant[];
  /** Whether it wants refresh tokens. */
  readonly refreshes: boolean;
  readonly redirectUris: readonly string[];
  readonly subjectType: SubjectType;
  readonly idTokenAlgorithm: IdTokenAlgorithm;
  readonly jwks: object | null;
  readonly jwksUri: string | null;
}

/** The part of its metadata that a client may not have. */
export type MetadataFault = 'scope' | 'redirect-uri' | 'sector' | 'jwks' | 'jwks-uri';

/** The part that a problem is about. */
function faultOf(problems: readonly DraftProblem[]): MetadataFault {
  if (problems.some(({ path }) => path.startsWith('redirectUris'))) return 'redirect-uri';
  return problems.some(({ path }) => path.startsWith('jwksUri')) ? 'jwks-uri' : 'jwks';
}

/** Makes a client of what it says of itself, and marks it as unverified. */
export function makeSelfDescribed(
  newClients: NewClients,
  { scopes: allowed, audiences }: SelfDescription,
  identity: { readonly id: string; readonly name: string },
  metadata: Omit<ClientMetadata, 'name'>,
): Result<CreatedClient, MetadataFault> {
  const { authMethod, scopes, grants, refreshes, redirectUris, subjectType, idTokenAlgorithm, jwks, jwksUri } =
    metadata;
  if (scopes?.some((scope) => !allowed.includes(scope)) === true) return refused('scope');
  // Nothing says which of the hosts is the sector (OpenID Connect Core §8.1).
  if (subjectType === 'pairwise' && webHostsOf(redirectUris).length > 1) return refused('sector');
  const made = newClients.make({
    ...identity,
    authMethod,
    scopes: scopes ?? allowed,
    audiences,
    grants,
    redirectUris,
    subjectType,
    idTokenAlgorithm,
    ...(refreshes ? {} : { refreshTokenLife: 0 }),
    ...(jwks === null ? {} : { jwks }),
    ...(jwksUri === null ? {} : { jwksUri }),
  });
  if (!made.ok) return refused(faultOf(made.refusal));
  return accepted({ ...made.value, client: { ...made.value.client, isVerified: false } });
}
