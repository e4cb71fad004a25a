import type { Result } from '../../domain/result.ts';

/** Why a device JWT is refused. */
export type DeviceJwtFault =
  /** It is not a JWT, or not for this client and this service. */
  | 'malformed'
  /** It was not signed by a key that is known for its client. */
  | 'signature'
  /** It has expired. */
  | 'expired'
  /** Its nonce is unknown, too old, or already used. */
  | 'nonce';

/** The unverified issuer of a device JWT. */
export interface DeviceJwtLabel {
  /** `iss`: a client identifier. */
  readonly clientId: string;
  /** The device's name for its key; empty if it gives none. */
  readonly kid: string;
}

/** The claims of a device JWT whose signature was verified. */
export interface DeviceJwt {
  readonly nonce: string;
  /** The scopes that the device requests. */
  readonly scopes: readonly string[];
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Reads and verifies the JWTs that devices sign (wire 1.9). */
export interface DeviceJwts {
  /** Reads which key to look up. Undefined if it is not a JWT. */
  labelOf(jwt: string): DeviceJwtLabel | undefined;
  /**
   * Checks a device JWT, but neither its time nor its nonce.
   *
   * @param key the device's public key, and the client identifier that it signs as
   * @param audiences the names of this service; the JWT must be for one of them
   */
  verify(
    jwt: string,
    key: { readonly x: string; readonly clientId: string },
    audiences: readonly string[],
  ): Promise<Result<DeviceJwt, DeviceJwtFault>>;
}
