// Entry point of the threads that `shared-hash-table.test.ts` starts.
import { parentPort, workerData } from 'node:worker_threads';
import { SharedHashTable } from './shared-hash-table.ts';

/** The thread's input. */
export interface Orders {
  readonly buffer: SharedArrayBuffer;
  readonly keys: number;
  readonly turns: number;
}

/** The thread's result. */
export interface Report {
  /** How many torn entries it read: the two numbers did not match. */
  readonly torn: number;
  /** The values that this thread inserted first. */
  readonly won: readonly number[];
}

const { buffer, keys, turns } = workerData as Orders;
const table = SharedHashTable.attach(buffer);
const won: number[] = [];
let torn = 0;
for (let turn = 0; turn < turns; turn += 1) {
  const key = `count ${(turn * 7) % keys}`;
  const seen = table.find(key, 1);
  if (seen !== undefined && seen.two !== -seen.one) torn += 1;
  const more: Parameters<SharedHashTable['change']>[2] = (entry) => {
    const one = (entry?.one ?? 0) + 1;
    return { until: 10, one, two: -one };
  };
  table.change(key, 1, more, 'refuse');
  if (turn % 16 !== 0) continue;
  let first = false;
  const once: Parameters<SharedHashTable['change']>[2] = (entry) => {
    first = entry === undefined;
    return entry ?? { until: 10, one: 0, two: 0 };
  };
  if (table.change(`once ${turn}`, 1, once, 'refuse') && first) won.push(turn);
}
parentPort?.postMessage({ torn, won } satisfies Report);
