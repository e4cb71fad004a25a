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

/** Where OAuth tokens are remembered. Each method is atomic; see `PinStore` for what that promises. */
export interface OAuthTokens {
  /** Adds a family unless its grant has one, or is not live; calling it again changes nothing. */
  addFamily(family: RefreshFamily): Promise<void>;
  /** The family whose current or previous token, or any token before, has this hash. */
  familyOf(tokenHash: string): Promise<RefreshFamily | undefined>;
  /**
   * Stores `next` if the stored version is still `expectedVersion`; of any number of callers exactly one is told true.
   * The hash that stops being current stays known as one of the family's.
   */
  replaceFamily(next: RefreshFamily, expectedVersion: number): Promise<boolean>;
  /** Adds an access token of a live grant; one with the same hash may be there already, and is left as it is. */
  addAccessToken(token: AccessToken): Promise<void>;
  /** The access token with this hash if it has not expired. */
  accessToken(hash: string, now: number): Promise<AccessToken | undefined>;
  /** Ends one access token. */
  endAccessToken(hash: string): Promise<void>;
  /** Forgets up to `limit` tokens and families that were over before `before`. Returns how many. */
  sweep(before: number, limit: number): Promise<number>;
}
