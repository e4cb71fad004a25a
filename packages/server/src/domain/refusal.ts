// Pure: no I/O, no clock, no randomness.
import type { Result } from './result.ts';

/** The states that a pin can be settled in: nobody can decide about it any more. */
export type SettledAs = 'approved' | 'denied' | 'cancelled' | 'redeemed';

/**
 * Every reason why something asked of a pin is not done. Each protocol turns it into its own words in one exhaustive
 * switch, so a reason added here makes the compiler name every place to change.
 */
export type Refusal =
  /** There is no such pin, or none that this asker may know of; `nearOnly` when only those of its own network could be. */
  | { readonly kind: 'not-found'; readonly nearOnly?: boolean }
  /** The pin's life is over. */
  | { readonly kind: 'expired' }
  /** Somebody has decided already; `as` says how. */
  | { readonly kind: 'settled'; readonly as: SettledAs }
  /** The asker is not the client that the pin was issued to, or does not prove it. */
  | { readonly kind: 'wrong-client' }
  /** The asker does not prove the key that the pin is bound to. */
  | { readonly kind: 'wrong-key' }
  /** The asker does not show the verifier of the code challenge that the pin was requested with. */
  | { readonly kind: 'wrong-verifier' }
  /** The asker is known but may not do this. */
  | { readonly kind: 'not-allowed' }
  /** A budget is spent; worth another try in `retryAfter` seconds. */
  | { readonly kind: 'over-budget'; readonly retryAfter: number }
  /** The service could not finish for now (no free code, too many writers); worth another try in `retryAfter` seconds. */
  | { readonly kind: 'busy'; readonly retryAfter: number };

/** The result of anything asked of a pin. */
export type PinResult<Value> = Result<Value, Refusal>;
