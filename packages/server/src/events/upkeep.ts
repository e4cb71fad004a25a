import type { Clock } from '../service/ports/clock.ts';
import type { Trail } from '../service/ports/trail.ts';

const day = 86_400_000;

/** Addresses are whole for so long, in milliseconds: long enough to look into what happened. */
const wholeFor = 30 * day;

/** So many entries are kept at most; at some 200 bytes each. */
const most = 1_000_000;

/** How many entries are changed between two writes, and how often in one go. */
const slice = 500;
const slices = 8;

/** What keeping the trail small needs. */
export interface UpkeepParts {
  readonly trail: Trail;
  readonly clock: Clock;
  /** After so many days an entry is forgotten. */
  readonly auditDays: number;
}

/** Does something again as long as it had a whole slice to do. */
async function inSlices(work: () => Promise<number>): Promise<void> {
  for (let done = 0; done < slices; done += 1) if ((await work()) < slice) return;
}

/** Cuts old addresses, forgets what is too old, and what is too much. */
export async function keepTrail({ trail, clock, auditDays }: UpkeepParts): Promise<void> {
  const now = clock.now();
  await inSlices(() => trail.cutAddresses(now - wholeFor, slice));
  await inSlices(() => trail.sweep(now - auditDays * day, slice));
  await inSlices(() => trail.trim(most, slice));
}
