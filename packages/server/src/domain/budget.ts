// Pure: no I/O, no clock, no randomness. Counts over a window of time that slides in steps.

/** One thing that is counted, and how many of it there may be in any period, in milliseconds. */
export interface Limit {
  readonly key: string;
  readonly limit: number;
  readonly period: number;
}

/** In how many steps a window slides over its period. */
const steps = 24;

/** How much was spent in one step. */
export interface Slot {
  /** Which step since the epoch. */
  readonly slot: number;
  readonly spent: number;
}

/** The length of a step: a 24th of the period, rounded up to a whole millisecond. */
const stepOf = (period: number): number => (period + ((steps - (period % steps)) % steps)) / steps;

/** The step that an instant is in. */
export const slotAt = (period: number, at: number): number => (at - (at % stepOf(period))) / stepOf(period);

/** The oldest step that still counts: one more than a period holds, so that no period ever sees more than its limit. */
export const oldestSlot = (period: number, now: number): number => slotAt(period, now) - steps;

/** The instant from which on a step counts no more. */
export const slotOverAt = (period: number, slot: number): number => (slot + steps + 1) * stepOf(period);

/** How much stands in these steps. */
export const sumOf = (slots: readonly Slot[]): number => slots.reduce((sum, { spent }) => sum + spent, 0);

/**
 * When a full window has room again.
 *
 * @param slots those that count, the oldest first
 */
export function roomAgainAt({ limit, period }: Pick<Limit, 'limit' | 'period'>, slots: readonly Slot[]): number {
  let left = sumOf(slots);
  let at = 0;
  for (const { slot, spent } of slots) {
    left -= spent;
    at = slotOverAt(period, slot);
    if (left < limit) break;
  }
  return at;
}

/**
 * The first of some limits that has no room, as if each took its one before the next is looked at, and when it has room
 * again.
 *
 * @param slotsOf the steps of a limit that count at `now`, the oldest first
 * @returns undefined when there is room for all
 */
export function firstExhausted<Budget extends Limit>(
  limits: readonly Budget[],
  slotsOf: (limit: Budget) => readonly Slot[],
  now: number,
): { readonly exhausted: Budget; readonly roomAt: number } | undefined {
  for (const [index, one] of limits.entries()) {
    const taken = limits.slice(0, index).filter(({ key, period }) => key === one.key && period === one.period).length;
    const slots = [...slotsOf(one), { slot: slotAt(one.period, now), spent: taken }];
    if (sumOf(slots) >= one.limit) return { exhausted: one, roomAt: roomAgainAt(one, slots) };
  }
  return undefined;
}
