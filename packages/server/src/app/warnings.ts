import type { Logger } from 'pino';
import { shareSentences, type WorkerGroup } from './worker-group.ts';

/** Sentences for the operator about what is not as it should be. */
export interface Warnings {
  /** Adds a sentence that needs no line in the log, such as one that is printed at the start. */
  add(sentence: string): void;
  /** Adds and logs a sentence, once; the other workers add it too. */
  warn(sentence: string): void;
  /** All that were added, in order. */
  list(): readonly string[];
  /** Stops listening to the other workers. */
  close(): void;
}

/** @param workerGroup the other workers; undefined when there is none */
export function createWarnings(log: Logger, workerGroup: WorkerGroup | undefined): Warnings {
  const added = new Set<string>();
  const others = workerGroup && shareSentences(workerGroup, (sentence) => added.add(sentence));
  return {
    add: (sentence) => void added.add(sentence),
    warn(sentence) {
      if (added.has(sentence)) return;
      log.warn(sentence);
      added.add(sentence);
      others?.tell(sentence);
    },
    list: () => [...added],
    close: () => others?.close(),
  };
}
