import type { Awaitable } from '../../domain/awaitable.ts';

/**
 * Counts the wrong codes that are sent along with the number of a pin, for each pin, wherever they come from. A restart
 * forgets them.
 */
export interface WrongCodes {
  /**
   * Counts a try before it is known to be right, so that tries which race are never more than there may be.
   *
   * @param pinId the pin's internal id
   * @param until when the count can be forgotten, in milliseconds since the epoch
   * @returns false when the pin has had as many wrong ones as it may
   */
  take(pinId: string, until: number): Awaitable<boolean>;
  /** The try was right, and so none. */
  refund(pinId: string): Awaitable<void>;
}
