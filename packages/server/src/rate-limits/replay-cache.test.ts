import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createReplayCache } from './replay-cache.ts';
import { SharedHashTable } from './shared-hash-table.ts';

describe('what may be used only once', () => {
  it('is used up until it would be refused for its age', async () => {
    let now = 0;
    const replayCache = createReplayCache({ now: () => now });
    assert.equal(await replayCache.use('a', 100), true);
    assert.equal(await replayCache.use('a', 100), false);
    assert.equal(await replayCache.use('b', 100), true);
    now = 99;
    assert.equal(await replayCache.use('a', 100), false);
    now = 100;
    assert.equal(await replayCache.use('a', 200), true);
  });

  it('is used again by the same user, and by nobody else', async () => {
    const replayCache = createReplayCache({ now: () => 0 });
    assert.equal(await replayCache.use('a', 100, 'one pin'), true);
    assert.equal(await replayCache.use('a', 100, 'one pin'), true);
    assert.equal(await replayCache.use('a', 100, 'another pin'), false);
    assert.equal(await replayCache.use('a', 100), false);
    assert.equal(await replayCache.use('b', 100), true);
    assert.equal(await replayCache.use('b', 100, 'one pin'), false);
  });

  it('is used by one of any number at once', async () => {
    const replayCache = createReplayCache({ now: () => 0 });
    const told = await Promise.all(Array.from({ length: 64 }, () => replayCache.use('a', 100)));
    assert.equal(told.filter(Boolean).length, 1);
  });

  it('is refused when there is no room, rather than an old one forgotten; room comes with time', async () => {
    let now = 0;
    const replayCache = createReplayCache({ now: () => now }, SharedHashTable.create(2));
    assert.equal(await replayCache.use('a', 100), true);
    assert.equal(await replayCache.use('b', 200), true);
    assert.equal(await replayCache.use('c', 300), false);
    assert.equal(await replayCache.use('a', 100), false);
    now = 100;
    assert.equal(await replayCache.use('c', 300), true);
    assert.equal(await replayCache.use('d', 300), false);
    assert.equal(await replayCache.use('b', 200), false, 'still remembered');
    now = 200;
    assert.equal(await replayCache.use('d', 300), true);
  });

  it('is never used twice within its time, whatever comes in between', async () => {
    const step = fc.record({
      value: fc.constantFrom('a', 'b', 'c', 'd'),
      life: fc.integer({ min: 1, max: 9 }),
      wait: fc.nat(4),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 3 }), async (steps, capacity) => {
        let now = 0;
        const replayCache = createReplayCache({ now: () => now }, SharedHashTable.create(capacity));
        const until = new Map<string, number>();
        for (const { value, life, wait } of steps) {
          now += wait;
          if (!(await replayCache.use(value, now + life))) continue;
          assert.ok((until.get(value) ?? 0) <= now, `${value} at ${now}`);
          until.set(value, now + life);
          assert.ok([...until.values()].filter((end) => end > now).length <= capacity);
        }
      }),
    );
  });
});
