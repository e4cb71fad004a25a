import type { HourlyCount, Measure } from '../../domain/statistics.ts';

/**
 * What happened, by the hour. Entries of the audit log are counted in the step that stores them (`NewEntry.counted`), and stay
 * counted when they are trimmed. Each method is atomic; see `PinStore`.
 */
export interface Statistics {
  /** The counts of all hours from the one that begins at `from` on, in no order. */
  since(from: number): Promise<readonly HourlyCount[]>;
  /** How many pins wait for an answer, those that expire within the minute included. */
  waiting(now: number): Promise<number>;
  /** Raises a measure of the hour of `at` to `count`, if it is lower. */
  noteMost(what: Measure, at: number, count: number): Promise<void>;
  /** Deletes up to `limit` counts of hours before `before`. Returns how many. */
  sweep(before: number, limit: number): Promise<number>;
}
