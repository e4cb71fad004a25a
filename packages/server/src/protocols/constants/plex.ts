// Protocol constants and types. No functions.

/** The names of plex clients' device information, in a header, the query or a body (wire S3). */
export const plexNames = {
  clientIdentifier: 'X-Plex-Client-Identifier',
  token: 'X-Plex-Token',
  product: 'X-Plex-Product',
  version: 'X-Plex-Version',
  platform: 'X-Plex-Platform',
  platformVersion: 'X-Plex-Platform-Version',
  device: 'X-Plex-Device',
  deviceName: 'X-Plex-Device-Name',
  model: 'X-Plex-Model',
  vendor: 'X-Plex-Device-Vendor',
} as const;

/** An entry of plex's error catalogue. */
export interface PlexError {
  readonly code: number;
  readonly status: number;
  readonly message: string;
}

/** The errors in use, with plex's own numbers and, where known, messages. */
export const plexErrors = {
  clientIdentifierMissing: { code: 1000, status: 400, message: 'X-Plex-Client-Identifier is missing' },
  unauthenticated: { code: 1001, status: 401, message: 'User could not be authenticated' },
  notFound: { code: 1002, status: 404, message: 'The requested resource or endpoint could not be found' },
  rateLimit: { code: 1003, status: 429, message: 'API rate limit exceeded' },
  malformed: { code: 1004, status: 400, message: 'The request is malformed or invalid' },
  tooLarge: { code: 1004, status: 413, message: 'The request body is too large' },
  methodNotAllowed: { code: 1005, status: 405, message: 'The method is not allowed for this endpoint' },
  cannotProcess: { code: 1008, status: 422, message: 'The request cannot be processed' },
  alreadyTaken: { code: 1014, status: 422, message: 'This key or this client identifier is already taken' },
  /** The status is plex.tv's, the code is ours: clients sign in again. */
  jwtExpired: { code: 1001, status: 498, message: 'The token has expired' },
  internal: { code: 1007, status: 500, message: 'Internal error' },
  busy: { code: 1007, status: 503, message: 'The service is busy' },
  notForThisUser: { code: 1043, status: 403, message: 'This action is not available for this user.' },
  pinGone: { code: 1020, status: 404, message: 'Code not found or expired' },
  notForThisDevice: { code: 1068, status: 403, message: 'This action is not available for this device.' },
} as const;

/** The format of a response. */
export type PlexFormat = 'json' | 'xml';

/** The location of a pin's request: all eleven members, none of them null (wire S13). */
export interface PlexLocation {
  readonly code: string;
  readonly european_union_member: boolean;
  readonly continent_code: string;
  readonly country: string;
  readonly city: string;
  readonly time_zone: string;
  readonly postal_code: string;
  readonly in_privacy_restricted_country: boolean;
  readonly in_privacy_restricted_region: boolean;
  readonly subdivisions: string;
  /** Latitude, comma, space, longitude. */
  readonly coordinates: string;
}

/** A pin on the wire: twelve members, in plex.tv's order. Times are in milliseconds and formatted by each presenter. */
export interface PlexPin {
  readonly id: number;
  readonly code: string;
  readonly product: string;
  readonly trusted: boolean;
  readonly qr: string;
  readonly clientIdentifier: string;
  readonly location: PlexLocation;
  /** In seconds. */
  readonly expiresIn: number;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly authToken: string | null;
  readonly newRegistration: boolean | null;
}

/** A user, as in the user endpoints. */
export interface PlexUser {
  readonly id: number;
  readonly uuid: string;
  readonly username: string;
  readonly email: string;
  readonly emailConfirmed: boolean;
  /** Milliseconds since the epoch. */
  readonly joinedAt: number;
  /** Absolute URL of an avatar. */
  readonly thumb: string;
  readonly authToken: string;
}

/** A linked device, as in the device lists. Unknown texts are empty. */
export interface PlexDevice {
  /** 31 bits. */
  readonly id: number;
  readonly name: string;
  readonly publicAddress: string;
  readonly product: string;
  readonly version: string;
  readonly platform: string;
  readonly platformVersion: string;
  readonly device: string;
  readonly model: string;
  readonly vendor: string;
  readonly clientIdentifier: string;
  /** The requesting device's own token; empty for every other device. */
  readonly token: string;
  /** Milliseconds since the epoch, as all times here. */
  readonly createdAt: number;
  readonly lastSeenAt: number;
}

/** A connection to a media server. */
export interface PlexConnection {
  readonly protocol: 'http' | 'https';
  readonly address: string;
  readonly port: number;
  readonly uri: string;
  readonly local: boolean;
  readonly IPv6: boolean;
}

/** A media server that the operator declared. */
export interface PlexServer {
  readonly name: string;
  readonly clientIdentifier: string;
  readonly product: string;
  readonly productVersion: string;
  readonly platform: string;
  readonly platformVersion: string;
  readonly device: string;
  readonly publicAddress: string;
  /** When the operator declared it. Milliseconds since the epoch. */
  readonly declaredAt: number;
  readonly connections: readonly PlexConnection[];
}

/** The requester of the list of servers. */
export interface PlexRequester {
  /** Returned as each server's `accessToken`. */
  readonly token: string;
  /** Whether this account owns the servers. */
  readonly owns: boolean;
}

/** A name and a password, as typed. */
export interface Credentials {
  readonly login: string;
  readonly password: string;
}
