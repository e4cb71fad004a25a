/** The work of this thread that is under way, so that what is too much can be turned away before any of it is done. */
export interface Capacity {
  /** True while no more may begin. */
  isFull(): boolean;
  /** Counts one piece of work until it is over. A body that is still on its way and an answer that is held are none. */
  during<Value>(work: Promise<Value>): Promise<Value>;
}

/** When somebody who was turned away should come again, in seconds. */
export const comeAgain = 2;

/** @param most pieces of work at a time */
export function createCapacity(most: number): Capacity {
  let underWay = 0;
  const end = (): void => {
    underWay -= 1;
  };
  return {
    isFull: () => underWay >= most,
    during(work) {
      underWay += 1;
      work.then(end, end);
      return work;
    },
  };
}
