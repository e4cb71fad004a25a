import type { Address } from '../../domain/address.ts';
import type { PinResult } from '../../domain/refusal.ts';

/**
 * Limits failed look-ups: reads of pins that do not exist or belong to another client. Both methods return
 * `over-budget` while the reader's network or all networks together have exceeded the limit, so that a hit cannot be
 * told from a miss.
 */
export interface FailedLookups {
  /** Counts a failed look-up, before the response. */
  count(from: Address): Promise<PinResult<undefined>>;
  /** Checks whether a hit may be returned; counts nothing. */
  allow(from: Address): Promise<PinResult<undefined>>;
}
