import type { Protocol } from '../domain/pin.ts';
import type { PollKind } from '../domain/polling.ts';

/** How polls were answered: on the hot path, or by asking the store. */
export type PollAnswer = 'at_once' | 'read';

/** Counts the polls of this thread. */
export class PollCounts {
  /** By protocol. */
  readonly counts: Readonly<Record<Protocol, Record<PollAnswer, number>>> = {
    plex: { at_once: 0, read: 0 },
    oauth: { at_once: 0, read: 0 },
  };

  /** A poll was answered on the hot path. */
  atOnce(protocol: Protocol): void {
    this.counts[protocol].at_once += 1;
  }

  /** A poll asks the store; one that was held and is run again counts already. */
  read(protocol: Protocol, kind: PollKind | undefined): void {
    if (kind !== 'waited' && kind !== 'woken') this.counts[protocol].read += 1;
  }
}
