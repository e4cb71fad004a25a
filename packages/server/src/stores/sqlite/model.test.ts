import fc from 'fast-check';
import { test } from 'node:test';
import { anyStory, playOnBoth } from '../contract/model.testing.ts';
import { t0 } from '../contract/samples.ts';
import { createMemoryStore } from '../memory/store.ts';
import { emptyStores } from './temporary.testing.ts';

const emptyStore = emptyStores();

test('whatever happens to pins, SQLite and memory answer alike', async () => {
  await fc.assert(
    fc.asyncProperty(anyStory, async (story) => {
      await playOnBoth(createMemoryStore().pins, (await emptyStore()).pins, story, t0);
    }),
    { numRuns: 200 },
  );
});
