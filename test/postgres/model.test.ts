// What memory does, two processes on one database do, whichever of them is asked.
import fc from 'fast-check';
import { test } from 'node:test';
import type { PinStore } from '../../packages/server/src/service/ports/pin-store.ts';
import { anyStory, playOnBoth } from '../../packages/server/src/stores/contract/model.testing.ts';
import { t0 } from '../../packages/server/src/stores/contract/samples.ts';
import { createMemoryStore } from '../../packages/server/src/stores/memory/store.ts';
import { emptyStores } from './empty-stores.ts';

/** Pins that ask one store after the other. */
function inTurn(stores: readonly PinStore[]): PinStore {
  let turn = 0;
  return new Proxy({} as PinStore, {
    get:
      (_, name: keyof PinStore) =>
      async (...args: unknown[]): Promise<unknown> => {
        turn += 1;
        const store = stores[turn % stores.length] as PinStore;
        return (store[name] as (...args: unknown[]) => Promise<unknown>).apply(store, args);
      },
  });
}

const take = emptyStores(2);

test('whatever happens to pins, two replicas in turn and memory answer alike', async () => {
  await fc.assert(
    fc.asyncProperty(anyStory, async (story) => {
      const stores = await take();
      try {
        await playOnBoth(createMemoryStore().pins, inTurn(stores.map(({ pins }) => pins)), story, t0);
      } finally {
        await Promise.all(stores.map((store) => store.close()));
      }
    }),
    { numRuns: 100 },
  );
});
