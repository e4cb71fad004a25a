// Pure: no I/O, no clock, no randomness. What a network, and a /24 or /48 prefix of several, may have of anything counted.
import { networkOf, wideNetworkOf, type Address } from './address.ts';
import { wideShare } from './code-length.ts';

/** So many of something for whatever is counted under this name. */
export interface Share {
  readonly of: string;
  readonly limit: number;
}

/**
 * The shares that an address draws on: its network's, and its /24 or /48 prefix's, because one customer may have all
 * networks of a /48, and a few addresses of a /24 are cheap.
 *
 * @param from an address, or a network as `networkOf` names it
 * @param wideLimit of the /24 or /48 prefix; four times as much where nothing is said
 */
export function sharesFor(
  from: Address,
  limit: number,
  wideLimit: number = limit * wideShare,
): readonly [network: Share, wide: Share] {
  const network = networkOf(from);
  return [
    { of: `network ${network}`, limit },
    { of: `wide network ${wideNetworkOf(network) ?? 'anywhere'}`, limit: wideLimit },
  ];
}
