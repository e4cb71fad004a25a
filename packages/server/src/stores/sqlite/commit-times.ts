import { Durations } from '../../domain/durations.ts';
import { storeBounds } from '../../service/ports/store-metrics.ts';

const half = Durations.bytes(storeBounds);

/** How long commits took. The writer adds to it, and the thread that started the writer reads the same memory. */
export class CommitTimes {
  readonly memory: SharedArrayBuffer;
  readonly synced: Durations;
  readonly unsynced: Durations;

  /** @param memory of another one, to share it */
  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(2 * half)) {
    this.memory = memory;
    this.synced = new Durations(storeBounds, memory, 0);
    this.unsynced = new Durations(storeBounds, memory, half);
  }

  /** @param seconds that a commit took */
  add(seconds: number, isSynced: boolean): void {
    (isSynced ? this.synced : this.unsynced).add(seconds);
  }
}
