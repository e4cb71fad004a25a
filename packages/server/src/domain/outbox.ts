// Pure: no I/O, no clock, no randomness. Which messages wait for the operator's receiver, and who may send them.

/** How many messages wait at most. */
export const mostWaiting: number = 10_000;

/** The least time between two messages of one aggregate, in milliseconds. */
export const aggregationDelay: number = 60_000;

/** What a store finds in the step in which a message is to be put in. */
export interface NewMessage {
  /** The receiver wants no more. */
  readonly isOff: boolean;
  readonly waiting: number;
  /** The message is of several events. */
  readonly isBundle: boolean;
  /** One of its aggregate waits that was not tried yet. */
  readonly joins: boolean;
}

/** What becomes of a message: nothing, it joins one that waits, it is dropped and counted, or it waits. */
export function judgeMessage({ isOff, waiting, isBundle, joins }: NewMessage): 'ignore' | 'join' | 'drop' | 'put' {
  if (isOff) return 'ignore';
  if (isBundle && joins) return 'join';
  return waiting >= (isBundle ? mostWaiting / 2 : mostWaiting) ? 'drop' : 'put';
}

/**
 * When a message is sent.
 *
 * @param at when its event happened
 * @param isFirst nothing of its aggregate was there before
 */
export const firstDueAt = (at: number, isFirst: boolean): number => (isFirst ? at : at + aggregationDelay);

/** Who sends, and until when nobody else does. */
export interface Lease {
  readonly clientId: string | null;
  readonly until: number;
}

/** Whether somebody may take the next message: one holder at a time sends. */
export function mayClaim(isOff: boolean, lease: Lease, clientId: string, now: number): boolean {
  return !isOff && (lease.clientId === null || lease.clientId === clientId || lease.until <= now);
}
