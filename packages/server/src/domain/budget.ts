// Pure: no I/O, no clock, no randomness. Counts over a window of time that slides in steps.

/** One thing that is counted, and how many of it there may be in any period, in milliseconds. */
export interface Limit {
  readonly key: string;
  readonly limit: number;
  readonly period: number;
}

/** In how many steps a window slides over its period. */
const steps = 24;

/** For how long something is held at most, in milliseconds: a held guess of which nobody says what came of it is none. */
export const heldFor = 30_000;

/** Where something is counted, and from when on it is not any more. */
export interface Slot {
  /** Which step since the epoch; of what is held, a number that no step has. */
  readonly slot: number;
  /** Milliseconds since the epoch. */
  readonly overAt: number;
}

/** How much is counted until when. */
export interface Counted extends Pick<Slot, 'overAt'> {
  readonly spent: number;
}

/** The length of a step: a 24th of the period, rounded up to a whole millisecond. */
const stepOf = (period: number): number => (period + ((steps - (period % steps)) % steps)) / steps;

/**
 * Where something that is spent at an instant is counted: in the step of that instant. It counts for a step longer than a
 * period, so that no period ever sees more than its limit.
 */
export function spentSlot(period: number, at: number): Slot {
  const step = stepOf(period);
  const slot = (at - (at % step)) / step;
  return { slot, overAt: (slot + steps + 1) * step };
}

/** Where something that is held from an instant on is counted: apart from all steps. */
export const heldSlot = (at: number): Slot => ({ slot: -(at + heldFor), overAt: at + heldFor });

/** How much is counted in all. */
export const sumOf = (counted: readonly Counted[]): number => counted.reduce((sum, { spent }) => sum + spent, 0);

/** When a full window has room again. */
export function roomAgainAt(limit: number, counted: readonly Counted[]): number {
  let left = sumOf(counted);
  let at = 0;
  for (const { overAt, spent } of counted.toSorted((one, other) => one.overAt - other.overAt)) {
    left -= spent;
    at = overAt;
    if (left < limit) break;
  }
  return at;
}

/**
 * The first of some limits that has no room, as if each took its one before the next is looked at, and when it has room
 * again.
 *
 * @param countedOf what counts of a limit at `now`: all that is not over by then
 * @returns undefined when there is room for all
 */
export function firstExhausted<Budget extends Limit>(
  limits: readonly Budget[],
  countedOf: (limit: Budget) => readonly Counted[],
  now: number,
): { readonly exhausted: Budget; readonly roomAt: number } | undefined {
  for (const [index, one] of limits.entries()) {
    const taken = limits.slice(0, index).filter(({ key, period }) => key === one.key && period === one.period).length;
    const counted = [...countedOf(one), { overAt: spentSlot(one.period, now).overAt, spent: taken }];
    if (sumOf(counted) >= one.limit) return { exhausted: one, roomAt: roomAgainAt(one.limit, counted) };
  }
  return undefined;
}
