import type { Store } from '../service/ports/store.ts';
import type { Warnings } from './warnings.ts';

/** How often the store is asked for warnings, in milliseconds. */
const every = 60_000;

/**
 * Asks the store for warnings now and every minute, and tells the operator each once.
 *
 * @returns a function that stops it
 */
export function watchStore({ warnings }: Pick<Store, 'warnings'>, operator: Pick<Warnings, 'warn'>): () => void {
  if (warnings === undefined) return () => {};
  const ask = async (): Promise<void> => {
    try {
      for (const sentence of await warnings()) operator.warn(sentence);
    } catch {
      // That it cannot be reached is told by the readiness check.
    }
  };
  void ask();
  const timer = setInterval(() => void ask(), every).unref();
  return () => clearInterval(timer);
}
