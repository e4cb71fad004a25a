import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createUsedProofs } from './used-proofs.ts';

describe('the memory of used proofs', () => {
  it('takes a proof once, until it would be refused for its age', async () => {
    let now = 0;
    const proofs = createUsedProofs({ now: () => now });
    assert.equal(await proofs.use('a', 100), true);
    assert.equal(await proofs.use('a', 100), false);
    assert.equal(await proofs.use('b', 50), true);
    now = 50;
    assert.equal(await proofs.use('b', 150), true, 'although one that came before it still counts');
    now = 99;
    assert.equal(await proofs.use('a', 100), false);
    now = 100;
    assert.equal(await proofs.use('a', 200), true);
  });

  it('takes a proof from one of any number of requests at once', async () => {
    const proofs = createUsedProofs({ now: () => 0 });
    const taken = await Promise.all(Array.from({ length: 64 }, () => proofs.use('a', 100)));
    assert.equal(taken.filter(Boolean).length, 1);
  });

  it('refuses a new proof when it is full, rather than forget one that still counts', async () => {
    let now = 0;
    const proofs = createUsedProofs({ now: () => now }, 2);
    assert.equal(await proofs.use('a', 100), true);
    assert.equal(await proofs.use('b', 200), true);
    assert.equal(await proofs.use('c', 300), false);
    assert.equal(await proofs.use('a', 100), false);
    now = 100;
    assert.equal(await proofs.use('c', 300), true);
    assert.equal(await proofs.use('b', 200), false, 'still remembered');
  });

  it('never takes a proof twice within its time, and remembers no more than it may, whatever comes in between', async () => {
    const step = fc.record({
      value: fc.constantFrom('a', 'b', 'c', 'd'),
      life: fc.integer({ min: 1, max: 9 }),
      wait: fc.nat(4),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 3 }), async (steps, capacity) => {
        let now = 0;
        const proofs = createUsedProofs({ now: () => now }, capacity);
        const until = new Map<string, number>();
        for (const { value, life, wait } of steps) {
          now += wait;
          if (!(await proofs.use(value, now + life))) continue;
          assert.ok((until.get(value) ?? 0) <= now, `${value} at ${now}`);
          until.set(value, now + life);
          assert.ok([...until.values()].filter((end) => end > now).length <= capacity);
        }
      }),
    );
  });
});
