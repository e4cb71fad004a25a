import type { Clock } from '../service/ports/clock.ts';
import type { Store } from '../service/ports/store.ts';

/** A check writes to the disk, so whoever asks more often than this hears the last answer; in milliseconds. */
const every = 2000;

/**
 * Asks the store whether it works.
 *
 * @returns a function that resolves to the error that the store gave, or undefined when all is well
 */
export function createReadiness(store: Pick<Store, 'check'>, clock: Clock): () => Promise<unknown> {
  let askedAt = Number.NEGATIVE_INFINITY;
  let answer: Promise<unknown> = Promise.resolve();
  return () => {
    if (Math.abs(clock.now() - askedAt) >= every) {
      askedAt = clock.now();
      answer = store.check().then(
        () => undefined,
        (error: unknown) => error ?? new Error('The store gave no reason.'),
      );
    }
    return answer;
  };
}
