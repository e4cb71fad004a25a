// Pure: which of several recorded answers tells of the same state.

/** Whether members are empty, by name: null in JSON, nothing between the quotation marks in XML. */
export type Emptiness = ReadonlyMap<string, boolean>;

/** How many members are in one of both alone, or empty in one alone. */
function distance(own: Emptiness, other: Emptiness): number {
  const names = new Set([...own.keys(), ...other.keys()]);
  return [...names].filter((name) => own.get(name) !== other.get(name)).length;
}

/**
 * Finds the recorded answer that differs from ours in the fewest members, there or not and empty or not, and the first of
 * several: a pin that waits is like one that waited, for its token is null in both.
 *
 * @returns undefined if nothing is recorded
 */
export function closest<T>(ours: Emptiness, recorded: readonly T[], emptinessOf: (of: T) => Emptiness): T | undefined {
  let [best] = recorded;
  let least = Infinity;
  for (const one of recorded) {
    const apart = distance(ours, emptinessOf(one));
    if (apart < least) [best, least] = [one, apart];
  }
  return best;
}
