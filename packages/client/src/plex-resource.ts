// Pure: no I/O, no clock, no randomness.
import { type Readers, asBoolean, asInteger, asMembers, asText, readMembers } from './lenient.ts';
import { asMoment, asWords, readItems } from './plex-list.ts';

/** A connection to a resource. */
export interface PlexConnection {
  /** The full URL; never empty. */
  readonly uri: string;
  /** `http` or `https`. */
  readonly protocol: string | null;
  readonly address: string | null;
  readonly port: number | null;
  /** Whether it only works in the owner's network. */
  readonly local: boolean | null;
  /** Whether it uses a relay: slower, to be tried last. */
  readonly relay: boolean | null;
  readonly IPv6: boolean | null;
}

/** A media server or player that a token can access. */
export interface PlexResource {
  /** Its client identifier; never empty. */
  readonly clientIdentifier: string;
  readonly name: string | null;
  readonly product: string | null;
  readonly productVersion: string | null;
  readonly platform: string | null;
  readonly platformVersion: string | null;
  readonly device: string | null;
  /** For example `server`, `player`. */
  readonly provides: readonly string[];
  /** Its owner, if that is another account. */
  readonly ownerId: number | null;
  /** That owner's name. */
  readonly sourceTitle: string | null;
  readonly publicAddress: string | null;
  /** The token for this resource; null for players. A secret. */
  readonly accessToken: string | null;
  readonly owned: boolean | null;
  readonly home: boolean | null;
  readonly synced: boolean | null;
  readonly relay: boolean | null;
  /** Whether it is online. */
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
 * Reads the response of `/api/v2/resources`. Skips items without a client identifier and connections without a URL.
 *
 * @param body - the body as text, or parsed
 * @throws LinkpinClientError `unreadable` if it is not a list
 */
export const readPlexResources = (body: unknown): readonly PlexResource[] =>
  readItems(body, 'list of resources')
    .map((item) => readMembers(item, resourceReaders))
    .filter((resource) => resource.clientIdentifier) as PlexResource[];
