import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Outcome } from './group-commit.ts';
import type { Writes } from './writes.ts';

/** One thing to be written. */
export interface Request {
  readonly id: number;
  readonly name: keyof Writes;
  readonly value: unknown;
}

/** What the writer is sent: work, or the word that there will be no more. */
export type ToWriter = readonly Request[] | 'close';

/** What the writer sends: what became of some requests, all of it on the disk. Nothing at all once it is ready. */
export type FromWriter = readonly { readonly id: number; readonly outcome: Outcome }[];

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (reason: Error) => void;
}

/**
 * The way to the writer thread. Requests of one turn of the event loop travel together; the writer commits whatever has
 * arrived in one transaction, while the thread of the caller goes on. Work that is under way keeps the process alive;
 * an idle writer does not.
 */
export class WriteQueue {
  readonly #worker: Worker;
  readonly #waiting: Map<number, Waiting> = new Map();
  #unsent: Request[] = [];
  #lastId = 0;
  #over: Error | undefined;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (answers: FromWriter) => this.#settle(answers));
    worker.on('error', (cause) => this.#end(new Error('The writer of the store has failed.', { cause })));
    worker.on('exit', () => this.#end(new Error('The store is closed.')));
  }

  /** Starts the writer. Throws when it cannot open the file. */
  static async start(file: string): Promise<WriteQueue> {
    // Run from the sources or built, the writer lies beside this file.
    const writer = import.meta.url.endsWith('.ts') ? './writer.ts' : './writer.js';
    const worker = new Worker(new URL(writer, import.meta.url), { workerData: file, execArgv: [] });
    const queue = new WriteQueue(worker);
    await once(worker, 'message');
    worker.unref();
    return queue;
  }

  /** Has something written. Answers once it is on the disk; throws when nothing of it was done. */
  write<Name extends keyof Writes>(name: Name, value: Parameters<Writes[Name]>[1]): Promise<ReturnType<Writes[Name]>> {
    if (this.#over !== undefined) return Promise.reject(this.#over);
    const id = ++this.#lastId;
    if (this.#unsent.length === 0) setImmediate(() => this.#send());
    this.#unsent.push({ id, name, value });
    if (this.#waiting.size === 0) this.#worker.ref();
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  /** Has everything that was asked for written, then lets the file go. */
  async close(): Promise<void> {
    if (this.#over !== undefined) return;
    this.#send();
    this.#over = new Error('The store is closed.');
    const gone = once(this.#worker, 'exit');
    this.#worker.ref();
    this.#worker.postMessage('close' satisfies ToWriter);
    await gone;
  }

  #send(): void {
    if (this.#unsent.length === 0) return;
    this.#worker.postMessage(this.#unsent satisfies ToWriter);
    this.#unsent = [];
  }

  #settle(answers: FromWriter): void {
    for (const { id, outcome } of answers) {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if ('done' in outcome) waiting?.resolve(outcome.done as never);
      else waiting?.reject(new Error(`The store could not write: ${outcome.failed}.`));
    }
    if (this.#waiting.size === 0 && this.#over === undefined) this.#worker.unref();
  }

  #end(why: Error): void {
    this.#over ??= why;
    for (const { reject } of this.#waiting.values()) reject(why);
    this.#waiting.clear();
  }
}
