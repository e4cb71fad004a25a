/** The refresh tokens of one grant: a line of tokens, each good once (RFC 9700 §4.14.2). Times in milliseconds. */
export interface RefreshFamily {
  readonly grantId: string;
  /** `client_id`. */
  readonly clientId: string;
  /** Hash of the token that is good now. */
  readonly currentHash: string;
  /** The current token itself, sealed, while its predecessor may still ask for it again; else null. */
  readonly currentSealed: string | null;
  /** Hash of the token before it, or null. */
  readonly previousHash: string | null;
  /** When the current one came in the previous one's place. */
  readonly rotatedAt: number;
  /** From this instant on it was unused for too long. */
  readonly idleUntil: number;
  /** The end, whatever happens. */
  readonly endsAt: number;
  /** Goes up by one at each change. */
  readonly version: number;
}

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
  /** Ends a grant's refresh tokens. */
  endFamily(grantId: string): Promise<void>;
  /** Adds an access token of a live grant; one with the same hash may be there already, and is left as it is. */
  addAccessToken(token: AccessToken): Promise<void>;
  /** The access token with this hash if it has not expired. */
  accessToken(hash: string, now: number): Promise<AccessToken | undefined>;
  /** Ends one access token. */
  endAccessToken(hash: string): Promise<void>;
  /** Forgets up to `limit` tokens and families that were over before `before`. Answers how many. */
  sweep(before: number, limit: number): Promise<number>;
}
