import type { OAuthClient } from './oauth-clients.ts';

/** What a JWT access token says (RFC 9068 §2.2). Times in seconds since the epoch. */
export interface AccessJwtClaims {
  readonly grantId: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly audiences: readonly string[];
  /** Thumbprint of the key that it is bound to (RFC 9449 §6.1), or null. */
  readonly keyThumbprint: string | null;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** Signs and verifies JWT access tokens. */
export interface AccessJwts {
  /**
   * @param subject account id
   * @param algorithm what the client's APIs verify
   */
  sign(
    deviceInfo: AccessJwtClaims,
    subject: string,
    issuer: string,
    algorithm: OAuthClient['signingAlgorithm'],
  ): Promise<string>;
  /**
   * What one of our own says; undefined for any other text, and once it has expired. Whether its grant lives, the store
   * knows.
   */
  read(text: string, issuer: string): Promise<AccessJwtClaims | undefined>;
}
