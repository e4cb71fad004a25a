import { cryptoIsBusy } from './busy-crypto.testing.ts';
import type { Clock } from './clock.ts';
import type { Fetch } from './http.ts';

/** A clock for tests with real servers: stops while a response is pending and skips every pause. */
export interface LeapingClock extends Clock {
  /** The platform's fetch, tracked by this clock. */
  readonly fetch: Fetch;
  /** Also stops until this promise has settled. */
  readonly during: <Value>(work: Promise<Value>) => Promise<Value>;
  /** Stops waiting for pending responses: none will arrive. */
  readonly nothingComes: () => void;
}

/** @param passed - called with the length of each skip, in milliseconds */
export const createLeapingClock = (passed: (ms: number) => void = () => {}): LeapingClock => {
  const start = Date.now();
  let now = 0;
  const timers = new Map<object, { readonly due: number; readonly callback: () => void }>();
  const onTheWay = new Set<object>();
  let isPlanned = false;

  const plan = (): void => {
    if (isPlanned) return;
    isPlanned = true;
    setImmediate(() => {
      isPlanned = false;
      if (onTheWay.size > 0 || timers.size === 0) return;
      if (!cryptoIsBusy()) leap();
      plan();
    });
  };

  const leap = (): void => {
    const [key, timer] = [...timers].reduce((first, other) => (other[1].due < first[1].due ? other : first));
    timers.delete(key);
    const ms = Math.max(0, timer.due - now);
    now += ms;
    passed(ms);
    timer.callback();
  };

  const arrived = (key: object): void => {
    onTheWay.delete(key);
    plan();
  };

  return {
    now: () => now,
    wallTime: () => start + now,
    after: (ms, callback) => {
      const key = {};
      timers.set(key, { due: now + ms, callback });
      plan();
      return () => timers.delete(key);
    },
    // The client aborts each of its requests once it has a complete response, or none.
    fetch: (url, init) => {
      const key = {};
      onTheWay.add(key);
      init.signal.addEventListener('abort', () => arrived(key));
      return fetch(url, init);
    },
    during: (work) => {
      const key = {};
      onTheWay.add(key);
      return work.finally(() => arrived(key));
    },
    nothingComes: () => {
      onTheWay.clear();
      plan();
    },
  };
};
