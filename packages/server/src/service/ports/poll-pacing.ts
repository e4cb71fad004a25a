import type { PollKind } from '../../domain/polling.ts';
import type { Awaitable } from '../../domain/awaitable.ts';

/**
 * Paces the polls of each pending pin (RFC 8628 §3.5). Stored apart from the pin, which a poll does not write.
 */
export interface PollPacing {
  /**
   * Records a poll. Polls of one pin are serialized; after a lost record the next poll counts as the first.
   *
   * @param pinId the pin's internal id
   * @param first the initial interval, in milliseconds
   * @param until when the record can be evicted, in milliseconds since the epoch
   * @param kind the kind of poll; default: plain
   * @returns true if the device polls too soon
   */
  take(pinId: string, first: number, until: number, kind?: PollKind): Awaitable<boolean>;
}
