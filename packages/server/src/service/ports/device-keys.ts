import type { DeviceKey } from '../../domain/pin.ts';

/** A device's key as stored: whoever signs with it as `clientId` is that device (wire 1.9). */
export interface RegisteredKey extends DeviceKey {
  /** The grant that it signs in, and with which it ends. */
  readonly grantId: string;
  /** Account id of that grant. */
  readonly account: string;
  /** The client identifier that it signs as; it must be that of its grant. */
  readonly clientId: string;
  /** Milliseconds since the epoch. */
  readonly registeredAt: number;
}

/** The result of a registration. */
export type KeyRegistered =
  | 'ok'
  /** Another account has this key, or a key for this client. */
  | 'taken'
  /** The grant is gone. */
  | 'no-grant';

/** The device keys. Each method is atomic; see `PinStore` for what that guarantees. */
export interface DeviceKeys {
  /**
   * Adds a key if the core's `judgeNewKey` allows it, replacing those that give way to it (`givesWay`). Adding a key
   * again updates its name.
   *
   * @param proven the device has proved possession of the private key
   */
  register(key: RegisteredKey, proven: boolean): Promise<KeyRegistered>;
  /** The keys of a client, selected and ordered by the core's `keysToTry`. */
  listOf(clientId: string, kid: string): Promise<readonly RegisteredKey[]>;
  /** The key that a grant has for a client. */
  ofGrant(grantId: string, clientId: string): Promise<RegisteredKey | undefined>;
}
