import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { threadId } from 'node:worker_threads';
import { catalogue } from './catalogue.ts';
import { samplesOf, type Samples } from './samples.ts';

/** How often the event loop is asked how late it is, in milliseconds. */
const resolution = 20;

/** Nanoseconds in a second. */
const nano = 1e9;

/** What Node.js says of this thread and of the process. */
export class RuntimeMetrics {
  readonly #delay = monitorEventLoopDelay({ resolution });
  readonly #startedAt: number = Date.now() / 1000 - process.uptime();

  constructor() {
    this.#delay.enable();
  }

  samples(): readonly Samples[] {
    const thread = String(threadId);
    const { active, idle } = performance.eventLoopUtilization();
    const { user, system } = process.cpuUsage();
    const samples = [
      samplesOf(catalogue.eventLoopTime, [
        [{ thread, state: 'active' }, active / 1000],
        [{ thread, state: 'idle' }, idle / 1000],
      ]),
      samplesOf(catalogue.eventLoopDelayP50, [[{ thread }, this.#delayAt(50)]]),
      samplesOf(catalogue.eventLoopDelayP99, [[{ thread }, this.#delayAt(99)]]),
      samplesOf(catalogue.eventLoopDelayMax, [[{ thread }, this.#delayAt(100)]]),
      samplesOf(catalogue.heap, [[{ thread }, process.memoryUsage().heapUsed]]),
      samplesOf(catalogue.cpu, [[{}, (user + system) / 1e6]]),
      samplesOf(catalogue.memory, [[{}, process.memoryUsage.rss()]]),
      samplesOf(catalogue.startTime, [[{}, this.#startedAt]]),
    ];
    this.#delay.reset();
    return samples;
  }

  close(): void {
    this.#delay.disable();
  }

  /** The histogram holds the whole time between two looks; what is beyond the resolution is delay. */
  #delayAt(percentile: number): number {
    return Math.max(0, this.#delay.percentile(percentile) / nano - resolution / 1000);
  }
}
