// A thread that says how much is held in it; see threads.test.ts.
import { parentPort, workerData } from 'node:worker_threads';
import { catalogue } from './catalogue.ts';
import { samplesOf } from './samples.ts';
import { tellMetrics } from './threads.ts';

const { group, held } = workerData as { readonly group: string; readonly held: number };
tellMetrics(group, async () => [samplesOf(catalogue.held, [[{}, held]])]);
parentPort?.postMessage('ready');
// It lives until it is ended.
parentPort?.on('message', () => {});
