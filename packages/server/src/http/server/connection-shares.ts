import { networkOf, plainAddress, wideNetworkOf } from '../../domain/address.ts';

/**
 * One network may have an eighth of all connections, a /24 or /48 prefix a quarter, and neither fewer than `atLeast`.
 */
const shares = { network: 8, wide: 4, atLeast: 16 };

/**
 * Connections on top of those, for this machine and its proxies, so that health checks are answered when all are
 * taken.
 */
const spare = 8;

/** Counts a listener's connections by network, so that no network takes all of them. */
export class ConnectionShares {
  /** How many may be open, including those that are reserved for exempt addresses. */
  readonly most: number;
  readonly #open: number;
  readonly #isExempt: (address: string) => boolean;
  readonly #counts: Map<string, number> = new Map();
  #total = 0;

  /**
   * @param open connections that may be open
   * @param isExempt true for addresses of many clients or of this machine, which have no share: loopback, proxies,
   *   gateways
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
   * @returns a function to call when it is closed; undefined if no more may be open
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
