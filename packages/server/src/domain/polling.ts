// Pure: no I/O, no clock, no randomness. How often a device may ask (RFC 8628 §3.5).

/** How one pin is being polled. Times in milliseconds. */
export interface Pace {
  /** When a poll was last accepted, since the epoch. */
  readonly lastAt: number;
  /** How long to wait between two polls. It only ever grows. */
  readonly interval: number;
  /** That was the end of a wait, after which the next poll that waits may follow at once. */
  readonly waited: boolean;
}

/** The end of a wait: its time was over, or there was news. */
export type EndOfWait = 'waited' | 'woken';

/** How a poll comes: to be answered at once, to be held while nobody decides, or as the end of such a wait. */
export type PollKind = 'plain' | 'waiting' | EndOfWait;

/** How often an OAuth device may poll at first, in milliseconds (D10, D11). */
export const pollInterval: number = 5000;

/** What an early poll adds to the interval (RFC 8628 §3.5), in milliseconds. */
const slowDown = 5000;

/** No interval grows past this, in milliseconds: a device that was once in a hurry is not punished permanently. */
const longest = 60_000;

/** Timers fire a little early and networks vary; so much of it is forgiven, in milliseconds. */
const slack = 250;

/**
 * Takes one poll. A poll that comes too soon makes the interval longer and leaves the last accepted time alone, so that
 * waiting the new interval always suffices (a code is never frozen by polling). The first poll, or one after the record
 * was lost, is accepted. The end of a wait is never too soon, and the pace counts from it; but one more that waits is
 * welcome directly after one that was woken, or lasted as long as the interval that the device was told.
 *
 * @param pace the record of the pin, if there is one
 * @param first the interval that the device was told, in milliseconds
 */
export function poll(
  pace: Pace | undefined,
  first: number,
  now: number,
  kind: PollKind = 'plain',
): { readonly pace: Pace; readonly tooSoon: boolean } {
  const accepted = { lastAt: now, interval: pace?.interval ?? first };
  const since = now - (pace?.lastAt ?? now);
  if (kind === 'waited' || kind === 'woken') {
    const waited = kind === 'woken' || pace?.waited === true || since + slack >= first;
    return { pace: { ...accepted, waited }, tooSoon: false };
  }
  const clockWentBack = since < 0;
  const welcome = kind === 'waiting' && pace?.waited === true;
  if (pace === undefined || clockWentBack || welcome || since + slack >= pace.interval) {
    return { pace: { ...accepted, waited: false }, tooSoon: false };
  }
  const next = pace.interval + slowDown;
  return { pace: { ...pace, interval: next > longest ? longest : next }, tooSoon: true };
}
