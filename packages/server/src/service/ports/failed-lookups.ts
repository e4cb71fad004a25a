import type { Address } from '../../domain/address.ts';
import type { PinResult } from '../../domain/refusal.ts';

/**
 * How often reads may miss: of pins that are not there, or not for whoever reads. Each method answers `over-budget`
 * while too many from the reader's network, or from everywhere, have missed; so for a hit as for a miss.
 */
export interface FailedLookups {
  /** Counts a miss, before it is told. */
  count(from: Address): Promise<PinResult<undefined>>;
  /** Whether a hit may be told; counts nothing. */
  allow(from: Address): Promise<PinResult<undefined>>;
}
