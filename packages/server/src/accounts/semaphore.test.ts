import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { createSemaphore } from './semaphore.ts';

it('never lets more through at a time than it may, serves all it takes in, and survives work that fails', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 0, max: 4 }),
      fc.array(fc.boolean(), { maxLength: 12 }),
      async (scheduler, abreast, waiting, plan) => {
        const semaphore = createSemaphore(abreast, waiting);
        let inside = 0;
        const calls = plan.map((fails, index) =>
          semaphore
            .run(async () => {
              inside += 1;
              assert.ok(inside <= abreast);
              await scheduler.schedule(Promise.resolve(), `work ${index}`);
              inside -= 1;
              if (fails) throw new Error('as planned');
              return index;
            })
            .then((done) => (done === undefined ? 'full' : 'done'))
            .catch(() => 'failed'),
        );
        await scheduler.waitIdle();
        const results = await Promise.all(calls);
        assert.equal(
          results.filter((result) => result === 'full').length,
          Math.max(0, plan.length - abreast - waiting),
        );
        assert.equal(inside, 0);
      },
    ),
    { numRuns: 60 },
  );
});
