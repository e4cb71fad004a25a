/** What each use of the service's secret keys is for; a key of one purpose says nothing about another. */
export type SealPurpose = 'pin-code' | 'ticket' | 'refresh-token' | 'password-reset' | 'device-cookie' | 'invite-link';

/**
 * The service's secret keys, each with a key id (kid). The newest makes, all of them read, so a rotation leaves live
 * pins and tokens working. Methods are synchronous and never fail for want of I/O.
 */
export interface Keys {
  /** The kid that new secrets are made with. */
  readonly current: string;
  /**
   * The keyed hashes a folded code may be stored under, one for each kid, the current one first. Base64url.
   */
  codeLookups(foldedCode: string): readonly string[];
  /** Encrypts and authenticates text; the answer carries its kid. */
  seal(purpose: SealPurpose, text: string): string;
  /** The text again, or undefined when it was not sealed for this purpose by one of these keys. */
  unseal(purpose: SealPurpose, sealed: string): string | undefined;
  /**
   * Derives a token's 20 characters of `[0-9A-Za-z]` (wire S17) from a grant and the fresh randomness of its pin.
   *
   * @param keyId a kid; the answer is undefined when that key is gone
   */
  deriveToken(keyId: string, grantId: string, salt: string): string | undefined;
  /**
   * Derives a 256-bit secret, base64url, from a grant and the fresh randomness of its pin.
   *
   * @param use keeps secrets for different uses apart
   */
  deriveSecret(use: 'refresh token' | 'access token', keyId: string, grantId: string, salt: string): string | undefined;
  /** Derives a number from a text with the current key: from 0 up to, but not including, `below` (at most 2³²). */
  deriveNumber(use: 'number to match', text: string, below: number): number;
  /**
   * Keyed hash, base64url, of something that people could guess, so that whoever reads it learns nothing. Another key gives
   * another.
   */
  keyedHash(use: 'sign-in name', text: string): string;
  /** SHA-256 of a token or other high-entropy secret, base64url: what a store keeps in its place. */
  hash(secret: string): string;
  /** Seals text so that only somebody who has the secret (high entropy, kept nowhere) can open it. */
  sealWith(secret: string, text: string): string;
  /** The text again, or undefined when this is not the secret. */
  unsealWith(secret: string, sealed: string): string | undefined;
}
