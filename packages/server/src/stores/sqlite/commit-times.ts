import { Durations } from '../../domain/durations.ts';
import { storeBounds } from '../../service/ports/store-metrics.ts';

const half = Durations.bytes(storeBounds);

/** A histogram of commit durations in shared memory: the writer thread records, the thread that started it reads. */
export class CommitTimes {
  readonly memory: SharedArrayBuffer;
  readonly synced: Durations;
  readonly unsynced: Durations;

  /** @param memory that of another instance, to share it */
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
