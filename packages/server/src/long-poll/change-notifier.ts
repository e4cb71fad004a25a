import type { ChangeNotifier } from '../service/ports/change-notifier.ts';

/** The word of changes within one thread, and what a bridge to other threads or processes needs of it. */
export interface LocalChangeNotifier extends ChangeNotifier {
  /** True while somebody listens for a pin. */
  isWatched(): boolean;
  /** The pins that somebody listens for, by internal key. */
  watched(): readonly string[];
  /** Somebody else may have changed any pin: a reader that has marked before looks again. Wakes nobody by itself. */
  anyMayHaveChanged(): void;
}

type Heard = () => void;

/**
 * Tells listeners of this thread.
 *
 * @param remembered so many changed pins are known by name; a reader that marked before the oldest of them looks again
 */
export function createChangeNotifier(remembered = 4096): LocalChangeNotifier {
  const listeners = new Map<string, Heard | Set<Heard>>();
  const recent = new Map<string, number>();
  let count = 0;
  /** Of changes up to here no names are known any more. */
  let forgotten = 0;

  const forgetOldest = (): void => {
    const [oldest] = recent;
    if (oldest === undefined) return;
    recent.delete(oldest[0]);
    forgotten = oldest[1];
  };

  const stop = (pinKey: string, heard: Heard): void => {
    const there = listeners.get(pinKey);
    if (there === heard) listeners.delete(pinKey);
    else if (there instanceof Set && there.delete(heard) && there.size === 0) listeners.delete(pinKey);
  };

  return {
    changed(pinKey) {
      count += 1;
      recent.delete(pinKey);
      recent.set(pinKey, count);
      if (recent.size > remembered) forgetOldest();
      const there = listeners.get(pinKey);
      if (there instanceof Set) for (const heard of [...there]) heard();
      else there?.();
    },
    watch(pinKey, heard) {
      const there = listeners.get(pinKey);
      if (there === undefined) listeners.set(pinKey, heard);
      else if (there instanceof Set) there.add(heard);
      else listeners.set(pinKey, new Set([there, heard]));
      return () => stop(pinKey, heard);
    },
    cursor: () => count,
    changedSince: (pinKey, cursor) => cursor < forgotten || (recent.get(pinKey) ?? 0) > cursor,
    isWatched: () => listeners.size > 0,
    watched: () => [...listeners.keys()],
    anyMayHaveChanged() {
      count += 1;
      forgotten = count;
      recent.clear();
    },
  };
}
