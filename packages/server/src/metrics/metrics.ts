import { DurationsBy } from './durations-by.ts';
import { catalogue } from './catalogue.ts';
import { EventCounts } from './count-events.ts';
import { GuessCounts } from './count-guesses.ts';
import { printMetrics, type PrintedMetrics } from './print.ts';
import { RequestDurations } from './request-durations.ts';
import { RuntimeMetrics } from './runtime-samples.ts';
import { samplesOf, type Samples } from './samples.ts';
import { tellMetrics, ThreadMetrics } from './threads.ts';

/** The bounds of the buckets of waits, in seconds. */
const holdBounds: readonly number[] = [1, 2.5, 5, 10, 15, 20, 30, 45, 60, 120, 300];

/** The bounds of the buckets of what goes over a network to somebody else, in seconds. */
const networkBounds: readonly number[] = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30, 60];

/** Where numbers come from that are not counted here. */
export type Source = () => readonly Samples[] | Promise<readonly Samples[]>;

/** The metrics of this thread, and of all threads where they are collected. */
export class Metrics {
  readonly requests: RequestDurations = new RequestDurations();
  readonly events: EventCounts = new EventCounts();
  readonly guesses: GuessCounts = new GuessCounts();
  readonly holds: DurationsBy<'changed' | 'over' | 'released' | 'left'> = new DurationsBy(
    'end',
    ['changed', 'over', 'released', 'left'],
    holdBounds,
  );
  readonly webhooks: DurationsBy<'taken' | 'refused' | 'failed'> = new DurationsBy(
    'outcome',
    ['taken', 'refused', 'failed'],
    networkBounds,
  );
  readonly mails: DurationsBy<'sent' | 'refused' | 'later' | 'failed'> = new DurationsBy(
    'outcome',
    ['sent', 'refused', 'later', 'failed'],
    networkBounds,
  );
  readonly #runtime = new RuntimeMetrics();
  readonly #sources: Source[] = [];
  readonly #onClose: (() => void)[] = [() => this.#runtime.close()];
  #threads: ThreadMetrics | undefined;
  #printing: Promise<PrintedMetrics> | undefined;

  /** Adds what somebody else counts. */
  add(source: Source): void {
    this.#sources.push(source);
  }

  /**
   * Joins the other threads of a worker group.
   *
   * @param group its name
   * @param others how many other threads to collect from; undefined for a thread that only tells
   */
  join(group: string, others: number | undefined): void {
    if (others === undefined) this.#onClose.push(tellMetrics(group, () => this.#snapshot()));
    else this.#threads = new ThreadMetrics(group, others);
  }

  /** All of it as text, of all threads. Whoever asks while it is being collected gets the same. */
  print(): Promise<PrintedMetrics> {
    this.#printing ??= this.#print().finally(() => (this.#printing = undefined));
    return this.#printing;
  }

  close(): void {
    for (const end of this.#onClose) end();
    this.#threads?.close();
  }

  async #print(): Promise<PrintedMetrics> {
    const [own, others] = await Promise.all([this.#snapshot(), this.#threads?.collect()]);
    const { snapshots, answering, silent } = others ?? { snapshots: [], answering: 0, silent: 0 };
    const threads = samplesOf(catalogue.threads, [
      [{ state: 'answering' }, answering + 1],
      [{ state: 'silent' }, silent],
    ]);
    return printMetrics([[...own, threads], ...snapshots]);
  }

  async #snapshot(): Promise<readonly Samples[]> {
    // What the store says is missing while it is out of reach, and nothing else.
    const added = await Promise.all(this.#sources.map(async (source) => source()).map((told) => told.catch(() => [])));
    return [
      this.requests.samples(),
      this.holds.samples(catalogue.holds),
      ...this.events.samples(),
      ...this.guesses.samples(),
      ...added.flat(),
      ...this.#runtime.samples(),
    ];
  }
}
