import type { Clock } from '../service/ports/clock.ts';
import type { Keys } from '../service/ports/keys.ts';
import type { Random } from '../service/ports/random.ts';

/** How long a set-up link works, in milliseconds. */
const life = 60 * 60 * 1000;

/** The secret of the set-up link: 128 bits, known to this process only and gone with it. */
export interface SetUpKey {
  /** Makes a new one; the one before stops. */
  make(): string;
  /** True for the one that was made last, within its hour. */
  fits(secret: string): boolean;
  /** It has done its work. */
  discard(): void;
}

/** Keeps the hash of the one key, in memory. */
export function createSetUpKey({
  keys,
  clock,
  random,
}: {
  readonly keys: Pick<Keys, 'hash'>;
  readonly clock: Clock;
  readonly random: Random;
}): SetUpKey {
  let current: { readonly hash: string; readonly expiresAt: number } | undefined;
  return {
    make() {
      const secret = random.id();
      current = { hash: keys.hash(secret), expiresAt: clock.now() + life };
      return secret;
    },
    fits: (secret) => current !== undefined && clock.now() < current.expiresAt && keys.hash(secret) === current.hash,
    discard() {
      current = undefined;
    },
  };
}
