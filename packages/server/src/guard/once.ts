import type { Clock } from '../service/ports/clock.ts';
import type { Once } from '../service/ports/once.ts';

/**
 * Remembers in this process's memory.
 *
 * @param capacity how many values at most; when all of them still count, a new one is refused rather than an old one
 *   forgotten
 */
export function createOnce(clock: Clock, capacity = 500_000): Once {
  const used = new Map<string, number>();
  let oldestEnd = Number.POSITIVE_INFINITY;
  const sweep = (now: number): void => {
    oldestEnd = Number.POSITIVE_INFINITY;
    for (const [value, until] of used) {
      if (until <= now) used.delete(value);
      else oldestEnd = Math.min(oldestEnd, until);
    }
  };
  return {
    async use(value, until) {
      const now = clock.now();
      if (used.size >= capacity && oldestEnd <= now) sweep(now);
      if ((used.get(value) ?? 0) > now || used.size >= capacity) return false;
      used.set(value, until);
      oldestEnd = Math.min(oldestEnd, until);
      return true;
    },
  };
}
