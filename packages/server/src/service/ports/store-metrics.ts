import type { Durations } from '../../domain/durations.ts';

/** What a driver measures of itself in this thread. What an engine has not is left out. */
export interface StoreMetrics {
  /** How many writes wait for their acknowledgement. */
  readonly waitingWrites: number;
  /** The commits of the thread that writes for all; told by the one that started it, and by no other. */
  readonly commits?: { readonly synced: Durations; readonly unsynced: Durations };
  /** The statements that were sent to a database, until their answer. */
  readonly statements?: Durations;
  /** The connections to a database, and how many wait for one. */
  readonly connections?: { readonly open: number; readonly waiting: number };
  /** The looks at what others changed: those that were answered, how many were not, and how old the last good one is. */
  readonly looks?: { readonly answered: Durations; readonly failed: number; readonly ageSeconds: number };
  /** How often this process told others to look, and was told. */
  readonly bell?: { readonly rung: number; readonly heard: number };
}

/** The bounds of the buckets of what a store takes, in seconds. */
export const storeBounds: readonly number[] = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5,
];
