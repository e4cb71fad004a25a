import { availableParallelism } from 'node:os';

/** Runs `work` on each item in order, with as much concurrency as there are cores. */
export async function inParallel(items, work, atOnce = availableParallelism()) {
  const queue = items.values();
  const lane = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}
