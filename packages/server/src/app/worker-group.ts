import { randomUUID } from 'node:crypto';
import { BroadcastChannel } from 'node:worker_threads';
import { createSharedMemory, type SharedMemory } from '../rate-limits/shared-memory.ts';

/** What the workers of one process share. Can be sent to another thread. */
export interface WorkerGroup {
  /** Prefix of their channels. */
  readonly name: string;
  readonly sharedMemory: SharedMemory;
  /** Start of the replay cache, in milliseconds since the epoch: it does not contain earlier uses. */
  readonly startedAt: number;
}

/** Creates an empty worker group. */
export function createWorkerGroup(): WorkerGroup {
  return { name: `linkpin ${randomUUID()}`, sharedMemory: createSharedMemory(), startedAt: Date.now() };
}

/**
 * Shares warnings for the operator among the workers.
 *
 * @param heard called with the warnings of other workers
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
