import type { FarPolicy } from '../../domain/far-policy.ts';
import type { SubjectRules } from '../../domain/subject.ts';
import type { PersonClaimName } from '../../domain/person-claims.ts';
import type { IdTokenAlgorithm } from './id-tokens.ts';
import type { DeviceGrantClient } from '../../domain/device-grant.ts';
import type { RegistrationBounds } from '../../domain/oauth-client.ts';

/** How a client authenticates (RFC 7591 §2, `token_endpoint_auth_method`). */
export type ClientAuthMethod = 'none' | 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt';

/** A client that the operator or dynamic registration has registered. */
export interface OAuthClient extends FarPolicy, DeviceGrantClient, SubjectRules {
  /** `client_id`. */
  readonly id: string;
  /** Shown to people; pages say if it is unverified. */
  readonly name: string;
  /** False for a client that registered itself. */
  readonly isVerified: boolean;
  readonly authMethod: ClientAuthMethod;
  /** Hash of the secret; null for public and key-holding clients. */
  readonly secretHash: string | null;
  /** The public keys of a `private_key_jwt` client as a JWK set in JSON, or null. */
  readonly jwks: string | null;
  /** Where to fetch them, or null. */
  readonly jwksUri: string | null;
  /** The scopes that it may request. */
  readonly scopes: readonly string[];
  /** Descriptions of scopes for people ("See your playlists"); not every scope needs one. */
  readonly scopeWords: Readonly<Record<string, string>>;
  /** An approval needs the number that the device shows: the operator's policy. */
  readonly numberMatching: boolean;
  /** Who said yes before to all that it asks for is not asked again, by redirect; see `findConsent`. */
  readonly rememberConsent?: boolean;
  /** What its tokens say of the person; nothing if left out. */
  readonly personClaims?: readonly PersonClaimName[];
  /** Only people in one of these groups may link it; everybody if left out. */
  readonly requiredGroups?: readonly string[];
  /** The resources that its tokens may be for; the first is the default (RFC 8707). */
  readonly audiences: readonly string[];
  readonly accessTokens: 'jwt' | 'opaque';
  readonly signingAlgorithm: 'EdDSA' | 'ES256';
  /** Of its ID tokens; `RS256` if left out. */
  readonly idTokenAlgorithm?: IdTokenAlgorithm;
  /** Lives in seconds; null for the service's defaults. */
  readonly accessTokenLife: number | null;
  readonly refreshTokenIdle: number | null;
  readonly refreshTokenLife: number | null;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** When it last requested a code or a refresh; null for never. */
  readonly lastUsedAt: number | null;
}

/** The result of a registration: `taken` if there is a client with its id, `full` if there is no room. */
export type Registered = 'ok' | 'taken' | 'full';

/** The OAuth clients. Each method is atomic; see `PinStore` for what that guarantees. */
export interface OAuthClients {
  /** Adds a client. False when there is one with its id. */
  add(client: OAuthClient): Promise<boolean>;
  /** Adds a client that registered itself, if the core's `judgeRegistration` allows it. */
  addUnverified(client: OAuthClient, bounds: RegistrationBounds): Promise<Registered>;
  byId(id: string): Promise<OAuthClient | undefined>;
  /** All of them, by id. */
  list(): Promise<readonly OAuthClient[]>;
  /** Records a use: a request for a code, or a refresh. */
  markUsed(id: string, at: number): Promise<void>;
  /** False when there is none. */
  remove(id: string): Promise<boolean>;
  /**
   * Deletes up to `limit` self-registered clients that were not used (or made, if never used) since `before`. Returns
   * how many.
   */
  sweepUnverified(before: number, limit: number): Promise<number>;
}
