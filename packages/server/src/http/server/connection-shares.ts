import { networkOf, plainAddress, wideNetworkOf } from '../../domain/address.ts';

/** What of all connections one network may have, and a wide one: an eighth and a quarter, but never fewer than so many. */
const shares = { network: 8, wide: 4, atLeast: 16 };

/**
 * More connections than there may be, for this machine and its proxies: their health checks are answered on a full
 * house.
 */
const spare = 8;

/** Who holds how many of a door's connections, so that nobody takes those of everybody. */
export class ConnectionShares {
  /** All that may be open, those that are kept for the exempt included. */
  readonly most: number;
  readonly #open: number;
  readonly #isExempt: (address: string) => boolean;
  readonly #counts: Map<string, number> = new Map();
  #total = 0;

  /**
   * @param open connections that may be open
   * @param isExempt who has no share, because many come from there or this machine does: loopback, proxies, gateways
   */
  constructor(open: number, isExempt: (address: string) => boolean) {
    this.#open = open;
    this.most = open + spare;
    this.#isExempt = isExempt;
  }

  /**
   * Counts a connection.
   *
   * @param peer the address at its other end
   * @returns what to call when it is closed; undefined when there may be no more
   */
  enter(peer: string | undefined): (() => void) | undefined {
    const address = plainAddress((peer ?? '').replace(/%.*$/s, ''));
    const isExempt = this.#isExempt(address);
    if (this.#total >= (isExempt ? this.most : this.#open)) return undefined;
    const held = isExempt ? [] : this.#sharesOf(address);
    if (held.some(([name, most]) => this.#countOf(name) >= most)) return undefined;
    this.#add(held, 1);
    return () => this.#add(held, -1);
  }

  #sharesOf(address: string): readonly (readonly [name: string, most: number])[] {
    const share = (part: number): number => Math.max(shares.atLeast, Math.floor(this.#open / part));
    return [
      [networkOf(address), share(shares.network)],
      [`wide ${wideNetworkOf(address)}`, share(shares.wide)],
    ];
  }

  #countOf(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  #add(held: readonly (readonly [name: string, most: number])[], more: 1 | -1): void {
    this.#total += more;
    for (const [name] of held) {
      const count = this.#countOf(name) + more;
      if (count === 0) this.#counts.delete(name);
      else this.#counts.set(name, count);
    }
  }
}
