/** The uses of the service's secret keys; each has a derived key of its own. */
export type SealPurpose =
  | 'pin-code'
  | 'authorization-code'
  | 'ticket'
  | 'refresh-token'
  | 'password-reset'
  | 'device-cookie'
  | 'invite-link'
  | 'mail-confirm'
  | 'mail-undo'
  | 'passkey-challenge'
  | 'second-step'
  | 'provider-flow'
  | 'provider-token'
  | 'self-check'
  | 'self-check-answer'
  | 'operate-pin'
  | 'operate-mark'
  | 'audit-stream';

/**
 * The service's secret keys, each with a key id (kid). The newest one encrypts and derives, and all of them decrypt,
 * so a rotation leaves live pins and tokens working. Methods are synchronous and never fail for want of I/O.
 */
export interface Keys {
  /** The kid of the newest key. */
  readonly current: string;
  /** The keyed hashes that a folded code may be stored under, one per kid, the current one first. Base64url. */
  codeLookups(foldedCode: string): readonly string[];
  /** Encrypts and authenticates text; the result contains the kid. */
  seal(purpose: SealPurpose, text: string): string;
  /** Decrypts text; undefined if it was not sealed for this purpose by one of these keys. */
  unseal(purpose: SealPurpose, sealed: string): string | undefined;
  /**
   * Derives a token's 20 characters of `[0-9A-Za-z]` (wire S17) from a grant and the fresh randomness of its pin.
   *
   * @param keyId a kid; the result is undefined if that key is gone
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
   * Keyed hash, base64url, of a guessable text, so that the hash reveals nothing without the key. It changes with the
   * key.
   */
  keyedHash(use: 'sign-in name' | 'mail address', text: string): string;
  /** SHA-256 of a token or other high-entropy secret, base64url: what a store keeps in its place. */
  hash(secret: string): string;
  /** HMAC-SHA256, base64url, with a secret of high entropy that is kept in the store. */
  hashWith(secret: string, text: string): string;
  /** Encrypts text with a secret of high entropy that is not stored. */
  sealWith(secret: string, text: string): string;
  /** Decrypts text; undefined if the secret is wrong. */
  unsealWith(secret: string, sealed: string): string | undefined;
}
