import type { FarPolicy } from '../../domain/far-policy.ts';
import type { RegistrationBounds } from '../../domain/oauth-client.ts';

/** How a client shows at our endpoints that it is itself (RFC 7591 §2, `token_endpoint_auth_method`). */
export type ClientAuthMethod = 'none' | 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt';

/** A client that the operator, or dynamic registration, made known. */
export interface OAuthClient extends FarPolicy {
  /** `client_id`. */
  readonly id: string;
  /** What people are shown; an unverified one is said to be so. */
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
  /** The scopes that it may ask for. */
  readonly scopes: readonly string[];
  /**
   * What a scope lets it do, in a few words that a person understands ("See your playlists"); not every scope needs
   * some.
   */
  readonly scopeWords: Readonly<Record<string, string>>;
  /** A yes to it needs the number that its device shows: the operator's policy. */
  readonly numberMatching: boolean;
  /** The resources that its tokens may be for; the first is meant when it names none (RFC 8707). */
  readonly audiences: readonly string[];
  readonly accessTokens: 'jwt' | 'opaque';
  readonly signingAlgorithm: 'EdDSA' | 'ES256';
  /** Lives in seconds; null for the service's defaults. */
  readonly accessTokenLife: number | null;
  readonly refreshTokenIdle: number | null;
  readonly refreshTokenLife: number | null;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** When it last asked for a code; null for never. */
  readonly lastUsedAt: number | null;
}

/** What became of a registration: there is a client with its id, or no room. */
export type Registered = 'ok' | 'taken' | 'full';

/** Where clients are known. Each method is atomic; see `PinStore` for what that promises. */
export interface OAuthClients {
  /** Adds a client. False when there is one with its id. */
  add(client: OAuthClient): Promise<boolean>;
  /** Adds a client that registered itself, if the core's `judgeRegistration` says so. */
  addUnverified(client: OAuthClient, bounds: RegistrationBounds): Promise<Registered>;
  byId(id: string): Promise<OAuthClient | undefined>;
  /** All of them, by id. */
  list(): Promise<readonly OAuthClient[]>;
  /** Notes that it asked for a code. */
  markUsed(id: string, at: number): Promise<void>;
  /** False when there is none. */
  remove(id: string): Promise<boolean>;
  /** Forgets up to `limit` self-registered clients not used (or made, if never used) since `before`. Returns how many. */
  sweepUnverified(before: number, limit: number): Promise<number>;
}
