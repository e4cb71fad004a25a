import type { Clock } from '../ports/clock.ts';
import { nonceLife, type Nonces } from '../ports/nonces.ts';
import { startOf } from '../ports/replay-cache.ts';

/** What checking the age of a nonce needs from outside. */
export interface NonceAgePorts {
  readonly nonces: Pick<Nonces, 'madeAt'>;
  readonly clock: Clock;
  /** Since when it is known what was used, see {@link startOf}. */
  readonly startedAt: number;
}

/** The age of a nonce. One from before the start counts as too old, because the replay cache started empty. */
export function ageOfNonce(
  { nonces, clock, startedAt }: NonceAgePorts,
  nonce: string,
): 'fresh' | 'before-start' | 'over' {
  const madeAt = nonces.madeAt(nonce);
  if (madeAt === undefined || clock.now() >= madeAt + nonceLife) return 'over';
  return madeAt < startOf(startedAt) ? 'before-start' : 'fresh';
}
