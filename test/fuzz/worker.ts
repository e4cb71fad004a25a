// Feeds one target in a thread of its own, so that the watchdog outside sees it hang.
import { parentPort, workerData } from 'node:worker_threads';
import { answers } from './answers.ts';
import { transcripts } from './transcripts.ts';
import { openDoors } from './doors.ts';
import { parsers } from './parsers.ts';
import { feed } from './run.ts';

const { name, count, seed, beats } = workerData as { name: string; count: number; seed: number; beats: Int32Array };
const doors = name.startsWith('the ') ? await openDoors() : { targets: [], close: async () => {} };
const found = [...parsers, ...answers, ...transcripts, ...doors.targets].find((one) => one.name === name);
if (found === undefined) throw new Error(`There is no target "${name}".`);
process.on('unhandledRejection', (error) => {
  throw error;
});
await feed(found, count, seed, (turn) => Atomics.store(beats, 0, turn));
await doors.close();
parentPort?.postMessage('clean');
