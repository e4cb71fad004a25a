/** Why a device JWT is refused. */
export type DeviceJwtFault =
  /** It is not a JWT, or not for this client and this service. */
  | 'malformed'
  /** It was not signed by a key that is known for its client. */
  | 'signature'
  /** It has expired. */
  | 'expired'
  /** Its nonce is unknown, too old, or was used. */
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
  /** What the device requests to know about its person. */
  readonly scopes: readonly string[];
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}
