import type { ChangeNotifier } from '../service/ports/change-notifier.ts';

/** The word of changes within one thread, and what a bridge to other threads or processes needs of it. */
export interface LocalChangeNotifier extends ChangeNotifier {
  /** True while somebody listens for a pin. */
  isWatched(): boolean;
  /** The pins that somebody listens for, by internal id. */
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

  const stop = (pinId: string, heard: Heard): void => {
    const there = listeners.get(pinId);
    if (there === heard) listeners.delete(pinId);
    else if (there instanceof Set && there.delete(heard) && there.size === 0) listeners.delete(pinId);
  };

  return {
    changed(pinId) {
      count += 1;
      recent.delete(pinId);
      recent.set(pinId, count);
      if (recent.size > remembered) forgetOldest();
      const there = listeners.get(pinId);
      if (there instanceof Set) for (const heard of [...there]) heard();
      else there?.();
    },
    watch(pinId, heard) {
      const there = listeners.get(pinId);
      if (there === undefined) listeners.set(pinId, heard);
      else if (there instanceof Set) there.add(heard);
      else listeners.set(pinId, new Set([there, heard]));
      return () => stop(pinId, heard);
    },
    cursor: () => count,
    changedSince: (pinId, cursor) => cursor < forgotten || (recent.get(pinId) ?? 0) > cursor,
    isWatched: () => listeners.size > 0,
    watched: () => [...listeners.keys()],
    anyMayHaveChanged() {
      count += 1;
      forgotten = count;
      recent.clear();
    },
  };
}
