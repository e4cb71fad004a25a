import type { PersonInToken } from '../../domain/person-claims.ts';
import type { OAuthClient } from './oauth-clients.ts';

/** The claims of a JWT access token (RFC 9068 §2.2). Times in seconds since the epoch. */
export interface AccessJwtClaims {
  readonly grantId: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly audiences: readonly string[];
  /** Thumbprint of the key that it is bound to (RFC 9449 §6.1), or null. */
  readonly keyThumbprint: string | null;
  /** What it says of the person. */
  readonly person?: PersonInToken;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** Signs and verifies JWT access tokens. */
export interface AccessJwts {
  /**
   * @param subject what the client calls the person
   * @param algorithm the algorithm that the client's APIs verify
   */
  sign(
    deviceInfo: AccessJwtClaims,
    subject: string,
    issuer: string,
    algorithm: OAuthClient['signingAlgorithm'],
  ): Promise<string>;
  /**
   * Verifies a token of this service; undefined for any other text, and once it has expired. Does not check whether
   * its grant is live.
   */
  read(text: string, issuer: string): Promise<AccessJwtClaims | undefined>;
}
