/** Lets a few through at a time and keeps a short queue. */
export interface Turnstile {
  /**
   * Runs the work when its turn comes.
   *
   * @returns what the work gives, or undefined, at once, when the queue is full
   */
  pass<Value>(work: () => Promise<Value>): Promise<{ readonly value: Value } | undefined>;
}

/**
 * @param abreast how many pieces of work run at a time
 * @param waiting how many more may wait
 */
export function createTurnstile(abreast: number, waiting: number): Turnstile {
  let running = 0;
  const queue: (() => void)[] = [];
  return {
    async pass(work) {
      if (running >= abreast) {
        if (queue.length >= waiting) return undefined;
        await new Promise<void>((go) => queue.push(go)); // whoever leaves hands over the place
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
