import type { Clock } from './clock.ts';
import type { ReplayCache } from './dpop.ts';
import { sha256 } from './sha256.ts';

/**
 * Creates a replay cache in memory, keyed by hash.
 *
 * @param capacity most entries; when full, new proofs are refused rather than valid entries evicted
 */
export function createUsedProofs(clock: Clock, capacity = 100_000): ReplayCache {
  const used = new Map<string, number>();
  return {
    async use(value, until) {
      const hash = await sha256(value);
      const now = clock.now();
      // In insertion order. Entries live three minutes at most, so none blocks the eviction for long.
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
