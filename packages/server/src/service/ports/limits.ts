import type { Address } from '../../domain/address.ts';
import type { PinResult } from '../../domain/refusal.ts';

/** What is counted. */
export type Budget = 'issue' | 'nonce';

/** Rate limits by network. */
export interface Limits {
  /**
   * Spends one for the network of an address, and for its /24 or /48 prefix, which has four times as many.
   *
   * @returns `over-budget` with the seconds until a retry can succeed
   */
  spend(budget: Budget, from: Address): Promise<PinResult<undefined>>;
}
