import { networkOf } from '../domain/address.ts';
import { weakCodes } from '../domain/code-places.ts';
import { plexCodes } from '../domain/code.ts';
import type { Issuing } from '../service/ports/issuing.ts';

/**
 * Code lengths, cached in this process's memory.
 *
 * @param capacity how many busy networks are cached; the oldest is evicted first
 */
export function createIssuing(
  { weak, ...limits }: Pick<Issuing, 'perNetwork' | 'overall' | 'guessesPerDay'> & Partial<Pick<Issuing, 'weak'>>,
  capacity = 10_000,
): Issuing {
  const lengths = new Map<string, number>();
  const busy = new Set<string>();
  return {
    ...limits,
    weak: weak ?? weakCodes(plexCodes.weak, limits.guessesPerDay),
    expectedLength: (kind, from) => lengths.get(`${kind} ${busy.has(networkOf(from)) ? 'many' : 'few'}`),
    learn(kind, from, issuer, length) {
      lengths.set(`${kind} ${issuer}`, length);
      busy.delete(networkOf(from));
      if (issuer === 'few') return;
      for (const first of busy) {
        if (busy.size < capacity) break;
        busy.delete(first);
      }
      busy.add(networkOf(from));
    },
  };
}
