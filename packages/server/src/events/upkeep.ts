import type { Clock } from '../service/ports/clock.ts';
import type { Trail } from '../service/ports/trail.ts';

const day = 86_400_000;

/** Addresses are whole for so long, in milliseconds: long enough to look into what happened. */
const wholeFor = 30 * day;

/** So many entries are kept at most; at some 200 bytes each. */
const most = 1_000_000;

/** What keeping the trail small needs. */
export interface UpkeepParts {
  readonly trail: Trail;
  readonly clock: Clock;
  /** After so many days an entry is forgotten. */
  readonly auditDays: number;
}

/**
 * Cuts old addresses, forgets what is too old, and what is too much.
 *
 * @param inSlices does something again, with a limit of its choice, as long as there is enough to do
 */
export async function keepTrail(
  { trail, clock, auditDays }: UpkeepParts,
  inSlices: (work: (limit: number) => Promise<number>) => Promise<void>,
): Promise<void> {
  const now = clock.now();
  await inSlices((limit) => trail.cutAddresses(now - wholeFor, limit));
  await inSlices((limit) => trail.sweep(now - auditDays * day, limit));
  await inSlices((limit) => trail.trim(most, limit));
}
