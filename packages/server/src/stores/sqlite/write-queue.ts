import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import { StoreBusyError } from '../../service/ports/busy.ts';
import { CommitTimes } from './commit-times.ts';
import type { Outcome } from './group-commit.ts';
import type { Writer } from '../sql/writer.ts';
import type { Writes } from '../sql/writes.ts';
import type { touch } from './touch.ts';

/** The operations of the writer thread: those of every engine, and `touch`. */
type Work = Writes & { readonly touch: typeof touch };

/** One write operation. */
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

/** A message to the writer: write requests, the port of another thread that sends some, or `close`. */
export type ToWriter = readonly Request[] | { readonly asker: MessagePort } | 'close';

/** A message from the writer: the outcomes of committed requests; an empty one signals that it is ready. */
export type FromWriter = readonly { readonly id: number; readonly outcome: Outcome }[];

function notWritten({ failed, passes }: Extract<Outcome, { failed: string }>): Error {
  const message = `The store could not write: ${failed}.`;
  return passes ? new StoreBusyError(message, { cause: failed }) : new Error(message);
}

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (reason: Error) => void;
}

/** How many writes a thread may have pending; further ones are rejected. */
const most = 10_000;

/**
 * Sends writes to the writer thread. Requests made in one turn of the event loop are sent as one message; the writer commits
 * everything that has arrived from any thread in one transaction. Pending writes keep the process alive; an idle writer does
 * not.
 */
export class WriteQueue implements Writer {
  /**
   * Resolves if the writer exits unexpectedly. Further writes reject; so do pending ones, although the last of them may have
   * been committed.
   */
  readonly failed: Promise<Error>;
  /** Commit durations; only on the queue that started the writer. */
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

  /** Starts the writer. Rejects if it cannot open the file. */
  static async start(file: string): Promise<WriteQueue> {
    // The writer module is next to this one, both in the sources and in the build.
    const [writer, execArgv] = import.meta.url.endsWith('.ts')
      ? ['./writer.ts', ['--conditions=linkpin-source']]
      : ['./writer.js', []];
    const times = new CommitTimes();
    const workerData: WriterOrders = { file, commitTimes: times.memory };
    const worker = new Worker(new URL(writer, import.meta.url), { workerData, execArgv });
    return WriteQueue.#ready(new WriteQueue(worker, 'exit', times), worker);
  }

  /** Joins a writer that another thread of this process has started, through a port of {@link invite}. */
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

  /** The number of pending writes. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Creates a port with which another thread can {@link join}. */
  invite(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    this.#line.postMessage({ asker: port1 } satisfies ToWriter, [port1]);
    return port2;
  }

  /**
   * Executes a write operation. Resolves once it is fsynced, or once it is committed where `durability.ts` allows that.
   *
   * @throws if nothing was written, or the writer {@link failed}
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

  /** Completes pending writes and disconnects; the queue that started the writer also stops it. */
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
    // Send follow-up writes of these outcomes without waiting for the rest of this turn, unless a batch is already being
    // collected.
    if (this.#unsent.length === 0) queueMicrotask(() => process.nextTick(() => this.#send()));
  }

  /** Rejects pending writes. A writer that was told to close has not failed. */
  #end(why: Error): void {
    for (const { reject } of this.#waiting.values()) reject(why);
    this.#waiting.clear();
    if (this.#over !== undefined) return;
    this.#over = why;
    this.#fail(why);
  }
}
