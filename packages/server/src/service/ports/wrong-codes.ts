import type { Awaitable } from '../../domain/awaitable.ts';

/**
 * Counts the wrong codes that are sent with the id of a pin: per pin, from all networks together. Lost in a restart.
 */
export interface WrongCodes {
  /**
   * Counts an attempt before it is checked, so that concurrent attempts never exceed the limit.
   *
   * @param pinId the pin's internal id
   * @param until when the count can be forgotten, in milliseconds since the epoch
   * @returns false if the limit of the pin is exhausted
   */
  take(pinId: string, until: number): Awaitable<boolean>;
  /** Refunds an attempt, because the code was right. */
  refund(pinId: string): Awaitable<void>;
}
