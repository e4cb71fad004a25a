import { isExpired, type Protocol, type Pin } from '../../domain/pin.ts';

/** While the cache is full, one new pin in so many replaces another. */
const oneIn = 8;

/**
 * A cache of pending pins, so that they need not be read, unsealed and parsed for each poll. Its owner evicts those that
 * have changed.
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
   * Caches a pin that was just read or made, if it is pending, and evicts the oldest if that expired before this one was
   * made. Devices poll in turn: if each new pin replaced the oldest, a few more pins than fit would mean that none is
   * cached when its device polls.
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
