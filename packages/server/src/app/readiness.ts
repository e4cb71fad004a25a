import type { Clock } from '../service/ports/clock.ts';
import type { Store } from '../service/ports/store.ts';

/** Cache duration of a check, in milliseconds, because it writes to the disk. */
const every = 2000;

/**
 * Makes the readiness check of the store.
 *
 * @returns a function that resolves to the store's error, or undefined
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
