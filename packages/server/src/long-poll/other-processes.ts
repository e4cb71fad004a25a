import type { Store } from '../service/ports/store.ts';
import type { LocalChangeNotifier } from './change-notifier.ts';

/** How long a change that another process made may stay unheard, in milliseconds. */
const usual = 1000;

/**
 * Listens for what other processes on the same store change. It looks only while somebody waits.
 *
 * @param report is told of an error; the next look comes all the same
 * @returns what stops it
 */
export function listenToOtherProcesses(
  changeNotifier: LocalChangeNotifier,
  store: Pick<Store, 'changedPins' | 'watchChanges'>,
  report: (error: unknown) => void,
  every: number = usual,
): () => void {
  let busy = false;
  const look = async (): Promise<void> => {
    if (busy || !changeNotifier.isWatched()) return;
    busy = true;
    try {
      const changed = await store.changedPins();
      if (changed === undefined) changeNotifier.anyMayHaveChanged();
      for (const pinId of changed ?? changeNotifier.watched()) changeNotifier.changed(pinId);
    } catch (error) {
      report(error);
    } finally {
      busy = false;
    }
  };
  const timer = setInterval(() => void look(), every).unref();
  const unwatch = store.watchChanges?.(() => void look());
  return () => {
    clearInterval(timer);
    unwatch?.();
  };
}
