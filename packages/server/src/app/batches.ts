/** Target duration of a batch, in milliseconds: concurrent writes wait no longer than that. */
const aim = 10;

/** Pause after a batch, as a multiple of its duration. */
const restFor = 2;

/** Smallest and largest batch, in rows. */
const [least, most] = [20, 1000] as const;

/** Longest time for sweeping one kind of row before the next, in milliseconds. */
const turn = 3000;

/** The clock and timer of the batches. */
export interface Pacing {
  /** Monotonic time in milliseconds. */
  readonly now: () => number;
  readonly rest: (milliseconds: number) => Promise<void>;
}

/** The system's clock. */
const realPacing: Pacing = {
  now: () => performance.now(),
  rest: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds).unref()),
};

/**
 * Sweeps in batches whose size adapts to the store's speed, with pauses, until nothing is left or the time is up.
 *
 * @param sweep deletes up to the given number of rows and returns how many
 * @param stopped whether to stop before the next batch
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
