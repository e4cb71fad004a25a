// A worker thread of `linkpin serve`: another service on the same port and store. See `startWorkers`.
import { parentPort, workerData } from 'node:worker_threads';
import { createService } from '@linkpin/server';
import { systemCode } from '../failure.ts';
import { styleOf } from '../terminal/style.ts';
import { createLog } from './log.ts';
import { joinStore } from './store.ts';
import type { FromWorker, WorkerOrders } from './workers.ts';

if (parentPort === null) throw new Error('A worker runs as a worker thread.');
const parent = parentPort;
const { settings, keys, workerGroup, store, port, live } = workerData as WorkerOrders;
const say = (word: FromWorker): void => parent.postMessage(word);

try {
  const service = createService({
    keys,
    settings,
    store: await joinStore(settings, store, keys),
    log: createLog(settings, styleOf({ isTTY: live }), process.stderr),
    workerGroup: { ...workerGroup, isLeader: false },
    demoClientFolder: new URL('.', import.meta.resolve('@linkpin/client')),
  });
  await service.listen({ port, reusePort: true });
  parent.on('message', () => {
    void service.close().then(() => parent.close());
  });
  say('ready');
} catch (error) {
  say({ failed: (error as Error).message, code: systemCode(error) });
  parent.close();
}
