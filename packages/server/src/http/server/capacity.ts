/** The requests in progress in this thread, so that excess ones can be refused before any work is done. */
export interface Capacity {
  /** How many are in progress. */
  readonly inFlight: number;
  /** True while no more may start. */
  isFull(): boolean;
  /**
   * Counts a request until it is answered. One whose body is still arriving, or whose response is held, does not
   * count.
   */
  during<Value>(work: Promise<Value>): Promise<Value>;
}

/** `Retry-After` of a request that was refused, in seconds. */
export const comeAgain = 2;

/** @param most how many requests may be in progress */
export function createCapacity(most: number): Capacity {
  let underWay = 0;
  const end = (): void => {
    underWay -= 1;
  };
  return {
    get inFlight() {
      return underWay;
    },
    isFull: () => underWay >= most,
    during(work) {
      underWay += 1;
      work.then(end, end);
      return work;
    },
  };
}
