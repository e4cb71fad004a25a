import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createIssuing } from '../../rate-limits/issuing.ts';
import { endOf, publicIdRest } from '../../domain/pin.ts';
import { aPin } from '../../domain/pin.testing.ts';
import { createMemoryStore } from '../../stores/memory/store.ts';
import { sweepPins } from './sweep-pins.ts';

const hour = 3_600_000;
const ended = (hours: number) => aPin({ publicId: String(1 + hours), code: `A0B${hours}`, id: `key ${hours}` });

/** Four pins that end in hours that follow each other, where as many may wait. */
async function kept(overall: number) {
  const { pins } = createMemoryStore();
  const all = Array.from({ length: 4 }, (_, index) => {
    const pin = ended(index);
    return { ...pin, expiresAt: pin.expiresAt + index * hour };
  });
  for (const pin of all) await pins.insert(pin, pin.createdAt);
  const issuing = createIssuing({ perNetwork: 100, overall, guessesPerDay: 160 });
  const sweepAt = (now: number) => sweepPins({ pins, issuing, clock: { now: () => now } }, 100);
  const left = async () => {
    const found = await Promise.all(all.map(({ id }) => pins.byId(id)));
    return found.flatMap((pin, index) => (pin === undefined ? [] : [index]));
  };
  return { sweepAt, left, ends: all.map(endOf) as [number, number, number, number] };
}

test('a pin rests for a day after its end', async () => {
  const { sweepAt, left, ends } = await kept(1);
  assert.equal(await sweepAt(ends[0] + publicIdRest), 0);
  assert.equal(await sweepAt(ends[0] + publicIdRest + 1), 1);
  assert.deepEqual(await left(), [1, 2, 3]);
});

test('where far more are kept than may wait, those that ended first go early, and one that lives never', async () => {
  const { sweepAt, left, ends } = await kept(0.5);
  assert.equal(await sweepAt(ends[1] + 2 * 60_000), 2);
  assert.deepEqual(await left(), [2, 3]);
  const crowded = await kept(0);
  await crowded.sweepAt(ends[2] + 2 * 60_000);
  assert.deepEqual(await crowded.left(), [3]);
});
