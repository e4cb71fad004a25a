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

const emptyStore = emptyStores();

test('whatever happens to pins, two replicas in turn and memory answer alike', async () => {
  await fc.assert(
    fc.asyncProperty(anyStory, async (story) => {
      const [first, second] = [await emptyStore(), await emptyStore()];
      try {
        await playOnBoth(createMemoryStore().pins, inTurn([first.pins, second.pins]), story, t0);
      } finally {
        await Promise.all([first.close(), second.close()]);
      }
    }),
    { numRuns: 100 },
  );
});
