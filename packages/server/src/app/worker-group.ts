import { randomUUID } from 'node:crypto';
import { BroadcastChannel } from 'node:worker_threads';
import { createSharedMemory, type SharedMemory } from '../rate-limits/shared-memory.ts';

/** What services of one process, each on a thread of its own, share to act as one. It can be sent to another thread. */
export interface WorkerGroup {
  /** Their channels are named after it. */
  readonly name: string;
  readonly sharedMemory: SharedMemory;
  /** When that memory began, in milliseconds since the epoch: what was used before is not in it. */
  readonly startedAt: number;
}

/** A crew of which nobody is a member yet. */
export function createWorkerGroup(): WorkerGroup {
  return { name: `linkpin ${randomUUID()}`, sharedMemory: createSharedMemory(), startedAt: Date.now() };
}

/**
 * Sentences for the operator that all of a crew know, whichever saw the reason first.
 *
 * @param heard is told those of the others
 */
export function shareSentences(
  { name }: Pick<WorkerGroup, 'name'>,
  heard: (sentence: string) => void,
): { tell(sentence: string): void; close(): void } {
  const channel = new BroadcastChannel(`${name} sentences`);
  channel.onmessage = (message: unknown): void => heard((message as { readonly data: string }).data);
  channel.unref();
  return { tell: (sentence) => channel.postMessage(sentence), close: () => channel.close() };
}
