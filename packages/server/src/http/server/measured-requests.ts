import type { RequestDurations } from '../../metrics/request-durations.ts';
import type { ObservedRequest, RequestObserver } from './request-observer.ts';

class MeasuredRequest implements ObservedRequest {
  readonly #durations: RequestDurations;
  readonly #method: string;
  #began: number = performance.now();

  constructor(durations: RequestDurations, method: string) {
    this.#durations = durations;
    this.#method = method;
  }

  run<Value>(work: () => Value): Value {
    return work();
  }

  resumed(): void {
    this.#began = performance.now();
  }

  answered(route: string | null, status: number): void {
    this.#durations.add(route ?? '', this.#method, status, (performance.now() - this.#began) / 1000);
  }

  closed(): void {
    // One that was never answered took no time to answer.
  }
}

/** Measures how long responses take. */
export const measureRequests = (durations: RequestDurations): RequestObserver => ({
  begin: ({ method }) => new MeasuredRequest(durations, method),
});
