import type { Clock } from '../service/ports/clock.ts';
import type { Keys } from '../service/ports/keys.ts';
import type { Random } from '../service/ports/random.ts';
import type { SetUpNote } from '../service/ports/set-up-note.ts';

/** Lifetime of a set-up link, in milliseconds. */
const life = 60 * 60 * 1000;

/** The secret of the set-up link: 128 bits, held in this process only. */
export interface SetUpKey {
  /** Makes a new one, which replaces the previous one. */
  make(): string;
  /** True for the latest one, within its hour. */
  fits(secret: string): boolean;
  /** Invalidates it after use. */
  discard(): void;
}

/** Stores the hash of the key, in memory. */
export function createSetUpKey({
  keys,
  clock,
  random,
  setUpNote = noteHere(clock),
}: {
  readonly keys: Pick<Keys, 'hash'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly setUpNote?: SetUpNote | undefined;
}): SetUpKey {
  return {
    make() {
      const secret = random.id();
      setUpNote.put(keys.hash(secret), clock.now() + life);
      return secret;
    },
    fits: (secret) => setUpNote.has(keys.hash(secret)),
    discard: () => setUpNote.clear(),
  };
}

/** The store for a single thread. */
function noteHere(clock: Clock): SetUpNote {
  let current: { readonly hash: string; readonly until: number } | undefined;
  return {
    put(hash, until) {
      current = { hash, until };
    },
    has: (hash) => current !== undefined && clock.now() < current.until && hash === current.hash,
    clear() {
      current = undefined;
    },
  };
}
