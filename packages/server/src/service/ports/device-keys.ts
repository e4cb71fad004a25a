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
  /** Another account has this key, or a key for this holder. */
  | 'taken'
  /** The grant is gone. */
  | 'no-grant';

/** Where the keys of devices live. Each method is atomic; see `PinStore` for what that promises. */
export interface DeviceKeys {
  /**
   * Adds a key. It comes in place of the one that its grant had for its client, and is taken from another grant of the
   * account that has it for this holder. Doing it again renews what the device calls it.
   *
   * @param proven the device has shown that it has the private half: then the key is taken from any other grant that has
   *   it for this holder, and nothing is `taken`
   */
  register(key: RegisteredKey, proven: boolean): Promise<KeyRegistered>;
  /**
   * The keys of a holder: those that the device calls `kid` first, then the newest; at most {@link triedKeys}, because
   * each costs a signature check to try.
   */
  listOf(clientId: string, kid: string): Promise<readonly RegisteredKey[]>;
  /** The key that a grant has for a holder. */
  ofGrant(grantId: string, clientId: string): Promise<RegisteredKey | undefined>;
}

/** How many keys of one holder are tried at most. */
export const triedKeys: number = 16;
