import type { Clock } from './clock.ts';
import type { Once } from './dpop.ts';
import { sha256 } from './sha256.ts';

/**
 * Remembers which proofs were used, in the memory of this process, by their hash.
 *
 * @param capacity where there is no room, a new proof is refused rather than one forgotten that still counts
 */
export function createUsedProofs(clock: Clock, capacity = 100_000): Once {
  const used = new Map<string, number>();
  return {
    async use(value, until) {
      const hash = await sha256(value);
      const now = clock.now();
      // In the order in which they came. No proof is remembered for longer than three minutes, so none is in the way for long.
      for (const [oldest, end] of used) {
        if (end > now) break;
        used.delete(oldest);
      }
      const known = used.get(hash);
      if (known !== undefined && known > now) return false;
      used.delete(hash);
      if (used.size >= capacity) return false;
      used.set(hash, until);
      return true;
    },
  };
}
