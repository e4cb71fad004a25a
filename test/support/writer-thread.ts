// The thread that writes for an SQLite store, as Node tells of it: the product has no handle on it, and needs none.
// Given to a process with `--import`, SIGUSR2 ends that thread.
import { subscribe } from 'node:diagnostics_channel';
import { isMainThread, type Worker } from 'node:worker_threads';

const started: Worker[] = [];

if (isMainThread) {
  subscribe('worker_threads', (message) => started.push((message as { readonly worker: Worker }).worker));
  process.on('SIGUSR2', () => void endWriter());
}

/** Ends the thread that was started first, which is the writer, in the middle of whatever it does. */
export async function endWriter(): Promise<void> {
  const [writer] = started;
  if (writer === undefined) throw new Error('No thread was started.');
  await writer.terminate();
}

/** Has it throw where nothing catches. */
export function breakWriter(): void {
  started[0]?.postMessage(null);
}

/** Forgets the threads of before. */
export function forgetWriters(): void {
  started.length = 0;
}
