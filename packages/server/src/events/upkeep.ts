import type { Clock } from '../service/ports/clock.ts';
import type { Trail } from '../service/ports/trail.ts';

const day = 86_400_000;

/** Retention of full IP addresses, in milliseconds: long enough to investigate an incident. */
const wholeFor = 30 * day;

/** Most entries, at some 200 bytes each. */
const most = 1_000_000;

/** The parts that retention needs. */
export interface UpkeepParts {
  readonly trail: Trail;
  readonly clock: Clock;
  /** Retention of entries, in days. */
  readonly auditDays: number;
}

/**
 * Enforces retention: truncates old addresses, deletes old entries and those beyond the maximum.
 *
 * @param inSlices repeats an operation with a limit, as long as there is more to do
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
