/** A Plex JWT to make. */
export interface PlexJwtOrder {
  readonly grantId: string;
  /** The client identifier that the device signs as. */
  readonly clientId: string;
  /** The device's name for its key. */
  readonly kid: string;
  /** The nonce of the device JWT that it is issued for. */
  readonly nonce: string;
  /** What it discloses about the person. */
  readonly user: Readonly<Record<string, unknown>>;
}

/** The owner of a Plex JWT. */
export type PlexJwtSubject = Pick<PlexJwtOrder, 'grantId' | 'clientId' | 'kid'>;

/** Makes and reads Plex JWTs. */
export interface PlexJwts {
  make(order: PlexJwtOrder): Promise<string>;
  /**
   * Undefined if it was not issued here, was changed, or has expired. Does not check whether its device is still
   * linked.
   */
  read(jwt: string): Promise<PlexJwtSubject | undefined>;
}
