// Pure: no I/O, no clock, no randomness. Where the device flow is the wrong one.
import { mayUseGrant, type ClientGrants } from './oauth-client.ts';

/** What of a client says whether it gets a device code. */
export interface DeviceGrantClient extends ClientGrants {
  /** It runs where a browser usually is, and is to use that. */
  readonly browserFirst?: boolean;
}

/** Why a client gets no device code. */
export type DeviceGrantBar =
  /** Nobody does, or it is none of its grants. */
  | 'not-granted'
  /** It is to send its person to a browser, and did not say that there is none. */
  | 'browser-first';

/**
 * Why a client gets no device code; null when it gets one.
 *
 * @param isOn whether the operator lets any client have one
 * @param hasNoBrowser what the client says: that its person has no browser on the same machine
 */
export function barToDeviceCode(
  client: DeviceGrantClient,
  isOn: boolean,
  hasNoBrowser: boolean,
): DeviceGrantBar | null {
  if (!isOn || !mayUseGrant(client, 'device_code')) return 'not-granted';
  return client.browserFirst === true && !hasNoBrowser ? 'browser-first' : null;
}
