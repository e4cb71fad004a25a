import fc from 'fast-check';
import { test } from 'node:test';
import { t0 } from '../../../stores/contract/samples.ts';
import { createMemoryStore } from '../../../stores/memory/store.ts';
import { emptyStores } from '../../../stores/sqlite/temporary.testing.ts';
import type { Store } from '../../ports/store.ts';
import { openRealPins } from './real-pins.testing.ts';
import { play } from './play.testing.ts';
import { anyStory } from './steps.testing.ts';

/** A longer run, or other stories: `LINKPIN_MODEL_RUNS=100000 LINKPIN_MODEL_SEED=$RANDOM`. */
const runs = Number(process.env['LINKPIN_MODEL_RUNS'] ?? 0);
const seed = Number(process.env['LINKPIN_MODEL_SEED'] ?? 20_261_121);

const stores: readonly (readonly [name: string, open: () => Promise<Store>, runs: number])[] = [
  ['memory', async () => createMemoryStore(), runs || 250],
  ['SQLite', emptyStores(), runs || 40],
];

for (const [name, open, numRuns] of stores) {
  test(`whatever devices and people do to pins, at once too, each is answered as the model says, on ${name}`, async (context) => {
    context.diagnostic(`seed ${seed}, ${numRuns} stories`);
    await fc.assert(
      fc.asyncProperty(anyStory, fc.scheduler(), async (story, scheduler) => {
        const real = await openRealPins(await open(), t0);
        await play(real, story, scheduler);
        await real.close();
      }),
      { numRuns, seed },
    );
  });
}
