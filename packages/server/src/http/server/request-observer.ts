import type { RequestHead } from './request-head.ts';

/** One request, as it is observed until its response. */
export interface ObservedRequest {
  /** Runs what answers the request, so that what that causes can be seen as a part of it. */
  run<Value>(work: () => Value): Value;
  /** It was held and goes on: the time that its device wanted to wait does not count as the response's. */
  resumed(): void;
  /**
   * The response is made.
   *
   * @param route as in the table of routes; null for a path that is not known
   */
  answered(route: string | null, status: number): void;
  /** The connection has closed. Says nothing after {@link ObservedRequest.answered}. */
  closed(): void;
}

/** Observes requests, for metrics and traces. */
export interface RequestObserver {
  begin(head: RequestHead): ObservedRequest;
}

/** Two observers as one, the second within the first. */
export const bothObservers = (outer: RequestObserver, inner: RequestObserver): RequestObserver => ({
  begin(head) {
    const one = outer.begin(head);
    const other = one.run(() => inner.begin(head));
    return {
      run: (work) => one.run(() => other.run(work)),
      resumed() {
        one.resumed();
        other.resumed();
      },
      answered(route, status) {
        other.answered(route, status);
        one.answered(route, status);
      },
      closed() {
        other.closed();
        one.closed();
      },
    };
  },
});
