import type { Clock } from '../service/ports/clock.ts';
import type { CodeProofs } from '../service/ports/code-proofs.ts';

/**
 * Remembers in this process's memory.
 *
 * @param capacity how many pins at most; the one demanded longest ago is forgotten first
 */
export function createCodeProofs(clock: Clock, capacity = 100_000): CodeProofs {
  const until = new Map<string, number>();
  return {
    demand(pinKey, end) {
      if (until.has(pinKey)) return;
      for (const [oldest, over] of until) {
        if (until.size < capacity && over > clock.now()) break;
        until.delete(oldest);
      }
      until.set(pinKey, end);
    },
    isDemanded: (pinKey) => (until.get(pinKey) ?? 0) > clock.now(),
  };
}
