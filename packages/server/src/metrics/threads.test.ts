import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { test, type TestContext } from 'node:test';
import { Worker } from 'node:worker_threads';
import { catalogue } from './catalogue.ts';
import { printMetrics } from './print.ts';
import { samplesOf } from './samples.ts';
import { ThreadMetrics } from './threads.ts';
import { until } from '../../../../test/support/until.ts';

/** A thread of a worker group that says how much is held. */
async function aThread(t: TestContext, group: string, held: number): Promise<Worker> {
  const worker = new Worker(new URL('threads-worker.testing.ts', import.meta.url), { workerData: { group, held } });
  t.after(() => worker.terminate());
  await once(worker, 'message');
  return worker;
}

const own = [samplesOf(catalogue.held, [[{}, 1]])];

const heldIn = async (snapshots: Parameters<typeof printMetrics>[0]): Promise<string | undefined> =>
  /^linkpin_held (\d+)$/m.exec((await printMetrics(snapshots)).text)?.[1];

test('the numbers of all threads are one number', async (t) => {
  const group = randomUUID();
  await Promise.all([aThread(t, group, 20), aThread(t, group, 300)]);
  await aThread(t, randomUUID(), 4000);
  const threads = new ThreadMetrics(group, 2);
  t.after(() => threads.close());
  const { snapshots, answering, silent } = await threads.collect();
  assert.deepEqual([answering, silent], [2, 0]);
  assert.equal(await heldIn([own, ...snapshots]), '321');
});

test('a thread that dies while it is asked keeps its last numbers and is told as silent, and the answer comes', async (t) => {
  const group = randomUUID();
  const [, dying] = await Promise.all([aThread(t, group, 20), aThread(t, group, 300)]);
  const threads = new ThreadMetrics(group, 2, 300);
  t.after(() => threads.close());
  await until('both have answered', async () => (await threads.collect()).answering === 2);
  const collecting = threads.collect();
  await dying.terminate();
  await collecting;
  const { snapshots, answering, silent } = await threads.collect();
  assert.deepEqual([answering, silent], [1, 1]);
  assert.equal(await heldIn([own, ...snapshots]), '321');
});

test('one that never answered is silent, too', async (t) => {
  const threads = new ThreadMetrics(randomUUID(), 1, 1);
  t.after(() => threads.close());
  assert.deepEqual(await threads.collect(), { snapshots: [], answering: 0, silent: 1 });
});
