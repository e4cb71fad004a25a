import type { ChangeNotifier } from './change-notifier.ts';
import type { Limits } from './limits.ts';
import type { PollPacing } from './poll-pacing.ts';
import type { ReplayCache } from './replay-cache.ts';
import type { UsedOnce } from './used-once.ts';
import type { WrongCodes } from './wrong-codes.ts';

/**
 * What workers that serve together share about requests, beside the store: for minutes, and lost in a restart. What
 * must not be lost is in the store.
 */
export interface Coordination {
  readonly replayCache: ReplayCache;
  /** What other processes used. */
  readonly usedOnce: Pick<UsedOnce, 'use'>;
  readonly pollPacing: PollPacing;
  readonly wrongCodes: WrongCodes;
  readonly limits: Limits;
  readonly changeNotifier: ChangeNotifier;
}
