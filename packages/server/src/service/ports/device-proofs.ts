/**
 * Remembers by which nonce the device of a pin has proved its key, so that the same proof holds for the pin's life though
 * it has lapsed (wire 1.9). Kept beside the pin, because a pending poll never writes to it.
 */
export interface DeviceProofs {
  /** The pin with this internal key was proved with this nonce, until the given time in milliseconds since the epoch. */
  remember(pinKey: string, nonce: string, until: number): void;
  /** True when the last proof of this pin had this nonce. */
  isKnown(pinKey: string, nonce: string): boolean;
}
