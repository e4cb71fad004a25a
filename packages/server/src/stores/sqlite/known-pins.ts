import { isExpired, type Protocol, type Pin } from '../../domain/pin.ts';

/** While there is no room, one pin in so many takes the place of another. */
const oneIn = 8;

/**
 * Pending pins that were read, so that they need not be read, unsealed and parsed for each poll. Whoever keeps it has what
 * changed forgotten.
 */
export class KnownPins {
  readonly #pins: Readonly<Record<Protocol, Map<string, Pin>>> = { plex: new Map(), oauth: new Map() };
  readonly #most: number;
  #turnedAway = 0;

  /** @param most how many pins of a protocol at most, of about 1 KiB each */
  constructor(most: number) {
    this.#most = most;
  }

  find(dialect: Protocol, handle: string, now: number): Pin | undefined {
    const pin = this.#pins[dialect].get(handle);
    if (pin === undefined || !isExpired(pin, now)) return pin;
    this.#pins[dialect].delete(handle);
    return undefined;
  }

  /**
   * Keeps a pin that was read or made just now, if it is pending, and lets go of the oldest when that was over before
   * this one was made. Devices poll in turn: if each new pin took the place of the oldest one, then with a few more
   * pins than there is room for none would be there when its turn comes.
   */
  keep(pin: Pin): void {
    if (pin.state.at !== 'pending') return;
    const pins = this.#pins[pin.protocol];
    const oldest = pins.values().next().value;
    if (oldest !== undefined && isExpired(oldest, pin.createdAt)) pins.delete(oldest.publicId);
    if (pins.size >= this.#most) {
      this.#turnedAway += 1;
      if (this.#turnedAway % oneIn !== 0) return;
      if (oldest !== undefined) pins.delete(oldest.publicId);
    }
    pins.set(pin.publicId, pin);
  }

  forget(dialect: Protocol, handle: string): void {
    this.#pins[dialect].delete(handle);
  }

  clear(): void {
    this.#pins.plex.clear();
    this.#pins.oauth.clear();
  }
}
