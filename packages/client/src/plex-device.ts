// Pure: no I/O, no clock, no randomness.
import { type Readers, asInteger, asText, readMembers } from './lenient.ts';
import { asMoment, asWords, readItems } from './plex-list.ts';

/** A device that a person linked. The token that some answers tell of each is not kept. */
export interface PlexDevice {
  /** What it calls itself to all; never empty. */
  readonly clientIdentifier: string;
  /** The number that `DELETE /devices/{id}.xml` takes. */
  readonly id: number | null;
  /** What its owner calls it. */
  readonly name: string | null;
  readonly product: string | null;
  readonly productVersion: string | null;
  readonly platform: string | null;
  readonly platformVersion: string | null;
  readonly device: string | null;
  readonly model: string | null;
  readonly vendor: string | null;
  readonly version: string | null;
  /** Such as `client`, `player`; often empty. */
  readonly provides: readonly string[];
  readonly publicAddress: string | null;
  /** Such as `1440x900`. */
  readonly screenResolution: string | null;
  readonly createdAt: Date | null;
  readonly lastSeenAt: Date | null;
}

const deviceReaders: Readers<Omit<PlexDevice, 'clientIdentifier'> & { clientIdentifier: string | null }> = {
  clientIdentifier: asText,
  id: asInteger,
  name: asText,
  product: asText,
  productVersion: asText,
  platform: asText,
  platformVersion: asText,
  device: asText,
  model: asText,
  vendor: asText,
  version: asText,
  provides: asWords,
  publicAddress: asText,
  screenResolution: asText,
  createdAt: asMoment,
  lastSeenAt: asMoment,
};

/**
 * Reads the answer of `/api/v2/devices`. An item without a client identifier is left out.
 *
 * @param body - the body as text, or parsed
 * @throws LinkpinClientError `unreadable` when it is no list
 */
export const readPlexDevices = (body: unknown): readonly PlexDevice[] =>
  readItems(body, 'list of devices')
    .map((item) => readMembers(item, deviceReaders))
    .filter((device) => device.clientIdentifier) as PlexDevice[];
