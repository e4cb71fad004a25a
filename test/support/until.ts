import { setTimeout as pause } from 'node:timers/promises';

/** So far away that no machine is too busy for it, in milliseconds; only what never comes true is found out by it. */
const far = 120_000;

/**
 * Looks again and again until something is true.
 *
 * @param what it is, for the error
 * @param every milliseconds between two looks
 */
export async function until(what: string, isTrue: () => boolean | Promise<boolean>, every = 2): Promise<void> {
  const end = performance.now() + far;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error(`It did not come true: ${what}`);
    await pause(every);
  }
}
