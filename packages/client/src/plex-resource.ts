// Pure: no I/O, no clock, no randomness.
import { type Readers, asBoolean, asInteger, asMembers, asText, readMembers } from './lenient.ts';
import { asMoment, asWords, readItems } from './plex-list.ts';

/** One way to reach a resource. */
export interface PlexConnection {
  /** The whole address; never empty. */
  readonly uri: string;
  /** `http` or `https`. */
  readonly protocol: string | null;
  readonly address: string | null;
  readonly port: number | null;
  /** Whether it works in the owner's network only. */
  readonly local: boolean | null;
  /** Whether it goes through a relay: slower, and the last to try. */
  readonly relay: boolean | null;
  readonly IPv6: boolean | null;
}

/** A media server or a player that a token may use. */
export interface PlexResource {
  /** What the app or the server calls itself to all; never empty. */
  readonly clientIdentifier: string;
  readonly name: string | null;
  readonly product: string | null;
  readonly productVersion: string | null;
  readonly platform: string | null;
  readonly platformVersion: string | null;
  readonly device: string | null;
  /** Such as `server`, `player`. */
  readonly provides: readonly string[];
  /** Whose it is, where that is somebody else. */
  readonly ownerId: number | null;
  /** The name of that somebody. */
  readonly sourceTitle: string | null;
  readonly publicAddress: string | null;
  /** The token for talking to this resource; null for players. A secret: keep it as you keep a token. */
  readonly accessToken: string | null;
  readonly owned: boolean | null;
  readonly home: boolean | null;
  readonly synced: boolean | null;
  readonly relay: boolean | null;
  /** Whether it was seen just now. */
  readonly presence: boolean | null;
  readonly httpsRequired: boolean | null;
  readonly publicAddressMatches: boolean | null;
  readonly dnsRebindingProtection: boolean | null;
  readonly natLoopbackSupported: boolean | null;
  readonly createdAt: Date | null;
  readonly lastSeenAt: Date | null;
  readonly connections: readonly PlexConnection[];
}

const connectionReaders: Readers<{ [Name in keyof PlexConnection]: PlexConnection[Name] | null }> = {
  uri: asText,
  protocol: asText,
  address: asText,
  port: asInteger,
  local: asBoolean,
  relay: asBoolean,
  IPv6: asBoolean,
};

const readConnections = (value: unknown): readonly PlexConnection[] =>
  (Array.isArray(value) ? value : [])
    .map((item) => readMembers(asMembers(item), connectionReaders))
    .filter((connection) => connection.uri) as PlexConnection[];

const resourceReaders: Readers<Omit<PlexResource, 'clientIdentifier'> & { clientIdentifier: string | null }> = {
  clientIdentifier: asText,
  name: asText,
  product: asText,
  productVersion: asText,
  platform: asText,
  platformVersion: asText,
  device: asText,
  provides: asWords,
  ownerId: asInteger,
  sourceTitle: asText,
  publicAddress: asText,
  accessToken: asText,
  owned: asBoolean,
  home: asBoolean,
  synced: asBoolean,
  relay: asBoolean,
  presence: asBoolean,
  httpsRequired: asBoolean,
  publicAddressMatches: asBoolean,
  dnsRebindingProtection: asBoolean,
  natLoopbackSupported: asBoolean,
  createdAt: asMoment,
  lastSeenAt: asMoment,
  connections: readConnections,
};

/**
 * Reads the answer of `/api/v2/resources`. An item without a client identifier, and a connection without an address, is
 * left out: nobody could use it.
 *
 * @param body - the body as text, or parsed
 * @throws LinkpinClientError `unreadable` when it is no list
 */
export const readPlexResources = (body: unknown): readonly PlexResource[] =>
  readItems(body, 'list of resources')
    .map((item) => readMembers(item, resourceReaders))
    .filter((resource) => resource.clientIdentifier) as PlexResource[];
