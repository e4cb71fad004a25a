import { availableParallelism } from 'node:os';

/** Does something to each item, as many at once as there are cores, beginning in the given order. */
export async function inParallel(items, work, atOnce = availableParallelism()) {
  const queue = items.values();
  const lane = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}
