import type { BudgetLimit } from '../service/ports/budgets.ts';

/** In how many steps a window slides over its period. */
const steps = 24;

/** How much was spent in one step. */
export interface Slot {
  /** Which step since the epoch. */
  readonly slot: number;
  readonly spent: number;
}

const stepOf = (period: number): number => Math.ceil(period / steps);

/** The step that an instant is in. */
export const slotAt = (period: number, at: number): number => Math.floor(at / stepOf(period));

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
export function roomAt({ limit, period }: BudgetLimit, slots: readonly Slot[]): number {
  let left = sumOf(slots);
  let at = slotOverAt(period, slots.at(-1)?.slot ?? 0);
  for (const { slot, spent } of slots) {
    left -= spent;
    at = slotOverAt(period, slot);
    if (left < limit) break;
  }
  return at;
}
