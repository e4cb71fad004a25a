import type { PinResult } from '../../pins/refusal.ts';

/** What is counted; `wideIssue` is `issue` for a wide network. */
export type Budget = 'issue' | 'wideIssue' | 'nonce';

/** How much of something one asker may do in a while. */
export interface Limits {
  /**
   * Spends one of the budget that `keys` share: each key (an address prefix, an account) has its own count, and all
   * must have something left.
   *
   * @returns a refusal `over-budget` with the seconds until another try is worth it
   */
  spend(budget: Budget, keys: readonly string[]): Promise<PinResult<undefined>>;
}
