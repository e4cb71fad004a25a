// Chance that repeats: the same seed, the same inputs.

/** Where a generator takes its decisions from. */
export interface Chance {
  /** A whole number from 0 to below `count`. */
  below(count: number): number;
  /** True so often. */
  is(share: number): boolean;
  pick<Thing>(things: readonly Thing[]): Thing;
}

/** Mulberry32, which is quick and even enough to choose inputs with. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    below: (count) => Math.floor(next() * count),
    is: (share) => next() < share,
    pick: (things) => {
      const thing = things[Math.floor(next() * things.length)];
      if (thing === undefined) throw new Error('There is nothing to pick from.');
      return thing;
    },
  };
}
