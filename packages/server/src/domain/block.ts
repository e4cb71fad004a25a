// Pure: no I/O, no clock, no randomness. Which blocks hold, and which reports count.
import { hasExpired } from './expiry.ts';

/** What of a block says when it holds. Times in milliseconds since the epoch. */
export interface TimedBlock {
  readonly at: number;
  readonly until: number;
}

/** The blocks that hold, the newest first. */
export const liveBlocks = <Timed extends TimedBlock>(blocks: readonly Timed[], now: number): readonly Timed[] =>
  blocks.filter(({ until }) => !hasExpired(until, now)).toSorted((one, other) => other.at - one.at);

/** What of a report counts. */
export interface CountedReport {
  readonly network: string;
  /** From this instant on it does not count, in milliseconds since the epoch. */
  readonly until: number;
}

/** From how many networks there are reports that count: people of one network may be one person. */
export const countNetworks = (reports: readonly CountedReport[], now: number): number =>
  new Set(reports.filter(({ until }) => !hasExpired(until, now)).map(({ network }) => network)).size;
