import fc from 'fast-check';
import { test } from 'node:test';
import { anyStory, playOnBoth } from '../contract/model.testing.ts';
import { t0 } from '../contract/samples.testing.ts';
import { createMemoryStore } from '../memory/store.ts';
import { openTemporary } from './temporary.testing.ts';

test('whatever happens to pins, SQLite and memory answer alike', async () => {
  const sqlite = await openTemporary();
  let start = t0;
  try {
    await fc.assert(
      fc.asyncProperty(anyStory, async (story) => {
        // Each story has the SQLite store to itself, long after the one before.
        start += 100 * 86_400_000;
        await sqlite.pins.sweep(start, 1_000_000);
        await playOnBoth(createMemoryStore().pins, sqlite.pins, story, start);
      }),
      { numRuns: 60 },
    );
  } finally {
    await sqlite.close();
  }
});
