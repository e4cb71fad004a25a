import type { DeviceKey } from '../../domain/pin.ts';

/** A device's key as it is kept: whoever signs with it as `clientId` is that device (wire 1.9). */
export interface RegisteredKey extends DeviceKey {
  /** The grant that it signs in, and with which it ends. */
  readonly grantId: string;
  /** Account id of that grant. */
  readonly account: string;
  /** The client identifier that it signs as: good only while it is its grant's. */
  readonly clientId: string;
  /** Milliseconds since the epoch. */
  readonly registeredAt: number;
}

/** What became of a registration. */
export type KeyRegistered =
  | 'ok'
  /** Another account has this key, or a key for this client. */
  | 'taken'
  /** The grant is gone. */
  | 'no-grant';

/** Where the keys of devices live. Each method is atomic; see `PinStore` for what that promises. */
export interface DeviceKeys {
  /**
   * Adds a key if the core's `judgeNewKey` says so, in the place of those that give way to it (`givesWay`). Doing it again
   * renews what the device calls it.
   *
   * @param proven the device has shown that it has the private half
   */
  register(key: RegisteredKey, proven: boolean): Promise<KeyRegistered>;
  /** The keys of a client, as the core's `keysToTry` says. */
  listOf(clientId: string, kid: string): Promise<readonly RegisteredKey[]>;
  /** The key that a grant has for a client. */
  ofGrant(grantId: string, clientId: string): Promise<RegisteredKey | undefined>;
}
