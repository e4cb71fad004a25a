// Chance that repeats: the same seed, the same run, as far as the order of events does.
import { repeatableRandom } from '../harness/random.ts';
import type { Send } from './recorder.ts';

/** Draws from one seed. */
export interface Chance {
  /** At least 0, less than 1. */
  next(): number;
  pick<Thing>(things: readonly Thing[]): Thing;
}

export function chanceOf(seed: string): Chance {
  const random = repeatableRandom(seed);
  const next = (): number => Buffer.from(random.bytes(4)).readUInt32BE() / 2 ** 32;
  return {
    next,
    pick(things) {
      const thing = things[Math.floor(next() * things.length)];
      if (thing === undefined) throw new Error('There is nothing to pick from.');
      return thing;
    },
  };
}

/**
 * Cuts some connections before the answer comes: the service may have heard of the request or not.
 *
 * @param share of the requests, from 0 to 1
 * @param within the cut comes so many milliseconds after the request, at most
 */
export const cutting =
  (send: Send, chance: Chance, share: number, within: number): Send =>
  async (request) => {
    if (chance.next() >= share) return send(request);
    const cut = new AbortController();
    const timer = setTimeout(() => cut.abort(), chance.next() * within);
    try {
      return await send(new Request(request, { signal: AbortSignal.any([request.signal, cut.signal]) }));
    } catch (error) {
      throw cut.signal.aborted ? new TypeError('the connection was cut') : error;
    } finally {
      clearTimeout(timer);
    }
  };
