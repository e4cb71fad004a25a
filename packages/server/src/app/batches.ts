/** How long one slice is meant to take, in milliseconds: whoever creates a pin meanwhile waits no longer than that. */
const aim = 10;

/** After a slice the store is left alone for so many times as long as it took. */
const restFor = 2;

/** The smallest and the largest slice, in rows. */
const [least, most] = [20, 1000] as const;

/** How long one kind of thing is swept before the next has its turn, in milliseconds. */
const turn = 3000;

/** What slices are measured and spaced by. */
export interface Pacing {
  /** Milliseconds, from anywhere. */
  readonly now: () => number;
  readonly rest: (milliseconds: number) => Promise<void>;
}

/** By the system's own clock. */
const realPacing: Pacing = {
  now: () => performance.now(),
  rest: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds).unref()),
};

/**
 * Sweeps in slices that are as large as the store is quick, with rests between, until less was there than asked for or the
 * turn is over.
 *
 * @param sweep forgets up to so many and answers how many
 * @param stopped true when no other slice is to begin
 */
export async function sweepInBatches(
  sweep: (limit: number) => Promise<number>,
  stopped: () => boolean,
  { now, rest }: Pacing = realPacing,
): Promise<void> {
  const began = now();
  let size = 100;
  while (!stopped() && now() - began < turn) {
    const start = now();
    if ((await sweep(size)) < size) return;
    const took = Math.max(now() - start, 0.1);
    await rest(took * restFor);
    size = Math.round(Math.min(most, Math.max(least, Math.min(2 * size, (size * aim) / took))));
  }
}
