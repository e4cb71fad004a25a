import type { Address } from '../../domain/address.ts';
import type { PinResult } from '../../domain/refusal.ts';

/** What is counted. */
export type Budget = 'issue' | 'nonce';

/** How much of something one asker may do in a while. */
export interface Limits {
  /**
   * Spends one for the network of an address, and for its /24 or /48 prefix, which has four times as many.
   *
   * @returns a refusal `over-budget` with the seconds until another try is worth it
   */
  spend(budget: Budget, from: Address): Promise<PinResult<undefined>>;
}
