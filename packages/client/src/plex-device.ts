// Pure: no I/O, no clock, no randomness.
import { type Readers, asInteger, asText, readMembers } from './lenient.ts';
import { asMoment, asWords, readItems } from './plex-list.ts';

/** A linked device. The token that some responses contain for each is dropped. */
export interface PlexDevice {
  /** Its client identifier; never empty. */
  readonly clientIdentifier: string;
  /** Its number for `DELETE /devices/{id}.xml`. */
  readonly id: number | null;
  /** The owner's name for it. */
  readonly name: string | null;
  readonly product: string | null;
  readonly productVersion: string | null;
  readonly platform: string | null;
  readonly platformVersion: string | null;
  readonly device: string | null;
  readonly model: string | null;
  readonly vendor: string | null;
  readonly version: string | null;
  /** For example `client`, `player`; often empty. */
  readonly provides: readonly string[];
  readonly publicAddress: string | null;
  /** For example `1440x900`. */
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
 * Reads the response of `/api/v2/devices`. Skips items without a client identifier.
 *
 * @param body - the body as text, or parsed
 * @throws LinkpinClientError `unreadable` if it is not a list
 */
export const readPlexDevices = (body: unknown): readonly PlexDevice[] =>
  readItems(body, 'list of devices')
    .map((item) => readMembers(item, deviceReaders))
    .filter((device) => device.clientIdentifier) as PlexDevice[];
