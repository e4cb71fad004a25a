import type { RefreshFamily } from '../../domain/refresh-family.ts';

/** An opaque access token. */
export interface AccessToken {
  /** Hash of the token. */
  readonly hash: string;
  readonly grantId: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly audiences: readonly string[];
  readonly keyThumbprint: string | null;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** The OAuth tokens. Each method is atomic; see `PinStore` for what that guarantees. */
export interface OAuthTokens {
  /**
   * Adds a family unless its grant has one, and the first access token in the same step; neither if the grant is not live.
   * Idempotent: a token with the same hash is left as it is.
   */
  addFamily(family: RefreshFamily, accessToken?: AccessToken): Promise<void>;
  /** The family of which any token, current or past, has this hash. */
  familyOf(tokenHash: string): Promise<RefreshFamily | undefined>;
  /**
   * Stores `next` if the stored version is still `expectedVersion`; of concurrent callers exactly one gets true. A
   * hash that stops being current stays findable as one of the family's.
   */
  replaceFamily(next: RefreshFamily, expectedVersion: number): Promise<boolean>;
  /** Adds an access token of a live grant; one with the same hash is left as it is. */
  addAccessToken(token: AccessToken): Promise<void>;
  /** The access token with this hash if it has not expired. */
  accessToken(hash: string, now: number): Promise<AccessToken | undefined>;
  /** Ends one access token. */
  endAccessToken(hash: string): Promise<void>;
  /** Deletes up to `limit` tokens and families that had ended before `before`. Returns how many. */
  sweep(before: number, limit: number): Promise<number>;
}
