import type { ClientGrant } from '../../domain/oauth-client.ts';
import type { Result } from '../../domain/result.ts';
import type { SubjectType } from '../../domain/subject.ts';
import type { IdTokenAlgorithm } from './id-tokens.ts';
import type { ClientAuthMethod, OAuthClient } from './oauth-clients.ts';

/** A client to be made. */
export interface ClientDraft {
  readonly id: string;
  readonly name: string;
  readonly authMethod: ClientAuthMethod;
  readonly scopes: readonly string[];
  readonly audiences: readonly string[];
  readonly grants: readonly ClientGrant[];
  readonly redirectUris: readonly string[];
  readonly subjectType: SubjectType;
  readonly idTokenAlgorithm: IdTokenAlgorithm;
  /** In seconds; 0 for no refresh tokens, the service's default when left out. */
  readonly refreshTokenLife?: number;
  /** A JWK set; any object, until it is checked. */
  readonly jwks?: object;
  /** The URL of one. */
  readonly jwksUri?: string;
}

/** A client that was created. */
export interface CreatedClient {
  readonly client: OAuthClient;
  /** To be shown once: only its hash is stored. Null for public clients and for clients with a key. */
  readonly secret: string | null;
}

/** What is wrong with a client to be made. */
export interface DraftProblem {
  /** The member, such as `redirectUris[0]`. */
  readonly path: string;
  readonly message: string;
}

/** Makes clients, without storing them, by the rules that also hold for those of operators. */
export interface NewClients {
  make(draft: ClientDraft): Result<CreatedClient, readonly DraftProblem[]>;
}
