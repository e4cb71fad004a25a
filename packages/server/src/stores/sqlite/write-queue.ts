import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import { StoreBusyError } from '../../service/ports/busy.ts';
import { CommitTimes } from './commit-times.ts';
import type { Outcome } from './group-commit.ts';
import type { Writer } from '../sql/writer.ts';
import type { Writes } from '../sql/writes.ts';
import type { touch } from './touch.ts';

/** What the writer thread does: the operations of every engine, and one of its own. */
type Work = Writes & { readonly touch: typeof touch };

/** One thing to be written. */
export interface Request {
  readonly id: number;
  readonly name: keyof Work;
  readonly value: unknown;
}

/** `workerData` of the writer. */
export interface WriterOrders {
  readonly file: string;
  /** See `CommitTimes`. */
  readonly commitTimes: SharedArrayBuffer;
}

/** A message to the writer: requests, the port of another thread that will send some, or `close`. */
export type ToWriter = readonly Request[] | { readonly asker: MessagePort } | 'close';

/** A message from the writer: the outcomes of some requests, all committed; an empty one means that it is ready. */
export type FromWriter = readonly { readonly id: number; readonly outcome: Outcome }[];

function notWritten({ failed, passes }: Extract<Outcome, { failed: string }>): Error {
  const message = `The store could not write: ${failed}.`;
  return passes ? new StoreBusyError(message, { cause: failed }) : new Error(message);
}

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (reason: Error) => void;
}

/** How many writes of one thread may be pending; further ones are refused. */
const most = 10_000;

/**
 * Sends writes to the writer thread. Requests of one turn of the event loop are sent together; the writer commits all that
 * have arrived from any thread in one transaction. Pending writes keep the process alive; an idle writer does not.
 */
export class WriteQueue implements Writer {
  /**
   * Resolves when the writer has ended unexpectedly: further writes throw. So do the pending ones, though the last of them
   * may have been committed.
   */
  readonly failed: Promise<Error>;
  /** How long commits took, for the queue that started the writer. */
  readonly commitTimes: CommitTimes | undefined;
  readonly #line: Worker | MessagePort;
  readonly #gone: Promise<unknown>;
  #fail: (why: Error) => void = () => {};
  readonly #waiting: Map<number, Waiting> = new Map();
  #unsent: Request[] = [];
  #lastId = 0;
  #over: Error | undefined;

  private constructor(line: Worker | MessagePort, end: 'exit' | 'close', commitTimes?: CommitTimes) {
    this.#line = line;
    this.commitTimes = commitTimes;
    this.failed = new Promise((resolve) => (this.#fail = resolve));
    this.#gone = new Promise((resolve) => line.on(end, resolve));
    line.on('message', (answers: FromWriter) => this.#settle(answers));
    line.on('error', (cause) => this.#end(new Error('The writer of the store has failed.', { cause })));
    line.on(end, () => this.#end(new Error('The writer of the store has ended though nobody stopped it.')));
  }

  /** Starts the writer. Throws when it cannot open the file. */
  static async start(file: string): Promise<WriteQueue> {
    // The writer is beside this file, whether this is a source or built; from the sources it needs no build.
    const [writer, execArgv] = import.meta.url.endsWith('.ts')
      ? ['./writer.ts', ['--conditions=linkpin-source']]
      : ['./writer.js', []];
    const times = new CommitTimes();
    const workerData: WriterOrders = { file, commitTimes: times.memory };
    const worker = new Worker(new URL(writer, import.meta.url), { workerData, execArgv });
    return WriteQueue.#ready(new WriteQueue(worker, 'exit', times), worker);
  }

  /** Joins a writer that another thread of this process has started, by a port that its queue {@link invite}d. */
  static async join(port: MessagePort): Promise<WriteQueue> {
    return WriteQueue.#ready(new WriteQueue(port, 'close'), port);
  }

  static async #ready(queue: WriteQueue, line: Worker | MessagePort): Promise<WriteQueue> {
    await new Promise((resolve, reject) => {
      line.once('message', resolve);
      line.once('error', reject);
      void queue.failed.then(reject);
    });
    line.unref();
    return queue;
  }

  /** How many writes wait for the writer. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** A port for another thread, to {@link join} with. */
  invite(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    this.#line.postMessage({ asker: port1 } satisfies ToWriter, [port1]);
    return port2;
  }

  /**
   * Writes something. Resolves once it is on the disk, or only committed where `durability.ts` allows that.
   *
   * @throws when nothing was written, and when the writer {@link failed}
   */
  write<Name extends keyof Work>(
    name: Name,
    value: Parameters<Work[Name]>[1],
  ): Promise<Awaited<ReturnType<Work[Name]>>> {
    if (this.#over !== undefined) return Promise.reject(this.#over);
    if (this.#waiting.size >= most) return Promise.reject(new StoreBusyError('Too many writes wait for the disk.'));
    const id = ++this.#lastId;
    if (this.#unsent.length === 0) setImmediate(() => this.#send());
    this.#unsent.push({ id, name, value });
    if (this.#waiting.size === 0) this.#line.ref();
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  /** Completes the pending writes, then disconnects; the queue that started the writer also ends it. */
  async close(): Promise<void> {
    if (this.#over !== undefined) return;
    this.#send();
    this.#over = new Error('The store is closed.');
    this.#line.ref();
    this.#line.postMessage('close' satisfies ToWriter);
    await this.#gone;
  }

  #send(): void {
    if (this.#unsent.length === 0) return;
    this.#line.postMessage(this.#unsent satisfies ToWriter);
    this.#unsent = [];
  }

  #settle(answers: FromWriter): void {
    for (const { id, outcome } of answers) {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if ('done' in outcome) waiting?.resolve(outcome.done as never);
      else waiting?.reject(notWritten(outcome));
    }
    if (this.#waiting.size === 0 && this.#over === undefined) this.#line.unref();
    // Send what is written in reaction to these outcomes without waiting for the rest of this turn. Skip if a batch is
    // already forming.
    if (this.#unsent.length === 0) queueMicrotask(() => process.nextTick(() => this.#send()));
  }

  /** Rejects what is pending. A writer that was told to close has not failed. */
  #end(why: Error): void {
    for (const { reject } of this.#waiting.values()) reject(why);
    this.#waiting.clear();
    if (this.#over !== undefined) return;
    this.#over = why;
    this.#fail(why);
  }
}
