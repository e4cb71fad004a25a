import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MessageChannel } from 'node:worker_threads';
import { createWorkerGroup, makeSecretKey, settingsSchema } from '@linkpin/server';
import { startWorkers, type WorkerOrders } from './workers.ts';

const orders = (port = new MessageChannel().port2): WorkerOrders => ({
  settings: settingsSchema.parse({ workers: 2 }),
  keys: [makeSecretKey()],
  workerGroup: createWorkerGroup(),
  store: { file: 'none', port },
  port: 0,
  live: false,
});

const program = (text: string): URL =>
  new URL(`data:text/javascript,import { parentPort, workerData } from 'node:worker_threads'; ${text}`);

test('a worker that ends though nobody stopped it is told, with the reason', async () => {
  const text = `workerData.store.port.once('message', () => { throw new Error('out of luck'); });
    parentPort.postMessage('ready');`;
  const crashed = Promise.withResolvers<Error>();
  const { port1, port2 } = new MessageChannel();
  await startWorkers([orders(port2)], crashed.resolve, program(text));
  port1.postMessage('now');
  assert.match((await crashed.promise).message, /out of luck/);
});

test('one that is stopped is no crash', async () => {
  const text = `parentPort.postMessage('ready'); parentPort.once('message', () => parentPort.close());`;
  const workers = await startWorkers([orders(), orders()], () => assert.fail('nothing crashed'), program(text));
  await workers.stop();
});

test('one that cannot listen, or does not start at all, stops the start', async () => {
  const taken = `parentPort.postMessage({ failed: 'taken', code: 'EADDRINUSE' });`;
  await assert.rejects(
    startWorkers([orders()], () => {}, program(taken)),
    { code: 'EADDRINUSE' },
  );
  await assert.rejects(
    startWorkers([orders()], () => {}, program(`throw new Error('no start');`)),
    /no start/,
  );
});
