import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sweepInSlices, type Pacing } from './batches.ts';

/** A store of so many rows that takes so long for each. */
function fakeStore(rows: number, each: number) {
  const world = { now: 0, left: rows, slices: [] as number[], rests: [] as number[] };
  const pacing: Pacing = {
    now: () => world.now,
    rest: async (milliseconds) => {
      world.rests.push(milliseconds);
      world.now += milliseconds;
    },
  };
  const sweep = async (limit: number): Promise<number> => {
    const gone = Math.min(limit, world.left);
    world.slices.push(limit);
    world.left -= gone;
    world.now += gone * each;
    return gone;
  };
  return { world, pacing, sweep };
}

describe('sweeping in slices', () => {
  it('takes larger slices while the store is quick, and leaves it alone for twice as long as each took', async () => {
    const { world, pacing, sweep } = fakeStore(10_000, 0.01);
    await sweepInSlices(sweep, () => false, pacing);
    assert.equal(world.left, 0);
    assert.deepEqual(world.slices.slice(0, 5), [100, 200, 400, 800, 1000]);
    assert.deepEqual(
      world.rests.map((rest) => Math.round(rest)),
      world.slices.slice(0, world.rests.length).map((slice) => Math.round(slice * 0.02)),
    );
  });

  it('takes smaller ones when it is slow', async () => {
    const { world, pacing, sweep } = fakeStore(1000, 1);
    await sweepInSlices(sweep, () => false, pacing);
    assert.ok(world.slices.slice(1).every((slice) => slice === 20));
  });

  it('ends with its turn, when told to stop, and when there is nothing more', async () => {
    const slow = fakeStore(1_000_000, 1);
    await sweepInSlices(slow.sweep, () => false, slow.pacing);
    assert.ok(slow.world.left > 0 && slow.world.now < 4000);
    const stopped = fakeStore(1000, 1);
    await sweepInSlices(stopped.sweep, () => true, stopped.pacing);
    assert.deepEqual(stopped.world.slices, []);
    const empty = fakeStore(0, 1);
    await sweepInSlices(empty.sweep, () => false, empty.pacing);
    assert.deepEqual(empty.world.slices, [100]);
  });
});
