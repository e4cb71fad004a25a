import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sweepInBatches, type Pacing } from './batches.ts';

/** A store of so many rows that takes so long for each. */
function fakeStore(rows: number, each: number) {
  const state = { now: 0, left: rows, slices: [] as number[], rests: [] as number[] };
  const pacing: Pacing = {
    now: () => state.now,
    rest: async (milliseconds) => {
      state.rests.push(milliseconds);
      state.now += milliseconds;
    },
  };
  const sweep = async (limit: number): Promise<number> => {
    const gone = Math.min(limit, state.left);
    state.slices.push(limit);
    state.left -= gone;
    state.now += gone * each;
    return gone;
  };
  return { state, pacing, sweep };
}

describe('sweeping in slices', () => {
  it('takes larger slices while the store is quick, and leaves it alone for twice as long as each took', async () => {
    const { state, pacing, sweep } = fakeStore(10_000, 0.01);
    await sweepInBatches(sweep, () => false, pacing);
    assert.equal(state.left, 0);
    assert.deepEqual(state.slices.slice(0, 5), [100, 200, 400, 800, 1000]);
    assert.deepEqual(
      state.rests.map((rest) => Math.round(rest)),
      state.slices.slice(0, state.rests.length).map((slice) => Math.round(slice * 0.02)),
    );
  });

  it('takes smaller ones when it is slow', async () => {
    const { state, pacing, sweep } = fakeStore(1000, 1);
    await sweepInBatches(sweep, () => false, pacing);
    assert.ok(state.slices.slice(1).every((slice) => slice === 20));
  });

  it('ends with its turn, when told to stop, and when there is nothing more', async () => {
    const slow = fakeStore(1_000_000, 1);
    await sweepInBatches(slow.sweep, () => false, slow.pacing);
    assert.ok(slow.state.left > 0 && slow.state.now < 4000);
    const stopped = fakeStore(1000, 1);
    await sweepInBatches(stopped.sweep, () => true, stopped.pacing);
    assert.deepEqual(stopped.state.slices, []);
    const empty = fakeStore(0, 1);
    await sweepInBatches(empty.sweep, () => false, empty.pacing);
    assert.deepEqual(empty.state.slices, [100]);
  });
});
