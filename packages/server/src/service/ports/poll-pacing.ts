import type { PollKind } from '../../domain/polling.ts';

/** Keeps the pace of each pending pin (RFC 8628 §3.5), beside the pin: a pending poll never writes to it. */
export interface PollPacing {
  /**
   * Takes one poll. Polls of one pin are taken one after the other; a record that was lost makes the next poll the
   * first one.
   *
   * @param pinKey the pin's internal key
   * @param first the interval that the device was told, in milliseconds
   * @param until when the record may be forgotten, in milliseconds since the epoch
   * @param kind how the poll comes; plain when not given
   * @returns true when the device asks too soon
   */
  take(pinKey: string, first: number, until: number, kind?: PollKind): boolean;
}
