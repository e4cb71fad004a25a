import type { ServiceContext } from './http/context.ts';
import { sweepPins } from './service/sweep-pins.ts';

/** How often old rows are looked for, and how many go at once: small slices, so that nobody waits for them. */
const every = 5000;
const slice = 100;

/**
 * Forgets what is long over, now and then.
 *
 * @returns a function that stops it
 */
export function startSweeping({ ports, store, log }: Pick<ServiceContext, 'ports' | 'store' | 'log'>): () => void {
  let busy = false;
  const sweep = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      await sweepPins(ports, slice);
      await store.sessions.sweep(ports.clock.now(), slice);
    } catch (error) {
      log.error({ err: error }, 'sweeping failed; it will be tried again');
    } finally {
      busy = false;
    }
  };
  const timer = setInterval(() => void sweep(), every).unref();
  return () => clearInterval(timer);
}
