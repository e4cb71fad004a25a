/** A semaphore with a bounded queue. */
export interface Semaphore {
  /**
   * Runs `work` as soon as a slot is free.
   *
   * @returns the result of `work`, or undefined immediately if the queue is full
   */
  run<Value>(work: () => Promise<Value>): Promise<{ readonly value: Value } | undefined>;
}

/**
 * @param abreast how many run concurrently
 * @param waiting how many more may be queued
 */
export function createSemaphore(abreast: number, waiting: number): Semaphore {
  let running = 0;
  const queue: (() => void)[] = [];
  return {
    async run(work) {
      if (running >= abreast) {
        if (queue.length >= waiting) return undefined;
        await new Promise<void>((go) => queue.push(go)); // the slot is handed over on release
      } else {
        running += 1;
      }
      try {
        return { value: await work() };
      } finally {
        const next = queue.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    },
  };
}
