import { randomUUID } from 'node:crypto';
import { BroadcastChannel } from 'node:worker_threads';
import type { Samples } from './samples.ts';

/** What one thread says. */
type Snapshot = readonly Samples[];

interface Answer {
  readonly thread: string;
  readonly question: number;
  readonly snapshot: Snapshot;
}

/** The channels of a worker group: of the questions of who collects, and of the answers of the others. */
const channelsOf = (group: string) => ({ questions: `${group} metrics`, answers: `${group} metrics told` });

/** How long a thread may take to answer, in milliseconds. One that is busy for longer is silent. */
const patience = 1000;

/**
 * Answers whoever collects the metrics of a worker group.
 *
 * @param group the name of the worker group
 * @returns a function that stops it
 */
export function tellMetrics(group: string, snapshot: () => Promise<Snapshot>): () => void {
  const thread = randomUUID();
  const { questions, answers } = channelsOf(group);
  const asked = new BroadcastChannel(questions);
  asked.unref();
  asked.onmessage = (message: unknown): void => {
    const question = (message as { readonly data: number }).data;
    void snapshot().then((told) => {
      // One that stayed open would be sent the answers of the others.
      const teller = new BroadcastChannel(answers);
      teller.postMessage({ thread, question, snapshot: told } satisfies Answer);
      teller.close();
    });
  };
  return () => asked.close();
}

/** What the other threads of a worker group said. */
export interface Collected {
  /** One for each thread that ever answered. */
  readonly snapshots: readonly Snapshot[];
  readonly answering: number;
  /** Threads that did not answer in time; what they said last is among the snapshots. */
  readonly silent: number;
}

/** Collects the metrics of the other threads of a worker group. */
export class ThreadMetrics {
  readonly #questions: BroadcastChannel;
  readonly #answers: BroadcastChannel;
  readonly #others: number;
  readonly #patience: number;
  readonly #last: Map<string, Snapshot> = new Map();
  #question = 0;
  #heard: (answer: Answer) => void = () => {};

  /**
   * @param group the name of the worker group
   * @param others how many other threads there are
   * @param wait see {@link patience}
   */
  constructor(group: string, others: number, wait: number = patience) {
    const { questions, answers } = channelsOf(group);
    this.#questions = new BroadcastChannel(questions);
    this.#answers = new BroadcastChannel(answers);
    this.#others = others;
    this.#patience = wait;
    this.#answers.onmessage = (message: unknown): void => this.#heard((message as { readonly data: Answer }).data);
    this.#questions.unref();
    this.#answers.unref();
  }

  /**
   * Asks all others. A thread that has died or is busy delays the answer by a second, and is there with its last numbers: so no
   * counter goes back.
   */
  async collect(): Promise<Collected> {
    this.#question += 1;
    const answering = new Set<string>();
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.#patience);
      this.#heard = ({ thread, question, snapshot }) => {
        this.#last.set(thread, snapshot);
        if (question !== this.#question) return;
        answering.add(thread);
        if (answering.size < this.#others) return;
        clearTimeout(timer);
        resolve();
      };
      this.#questions.postMessage(this.#question);
    });
    return {
      snapshots: [...this.#last.values()],
      answering: answering.size,
      silent: Math.max(0, this.#others - answering.size),
    };
  }

  close(): void {
    this.#questions.close();
    this.#answers.close();
  }
}
