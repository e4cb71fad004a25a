import { cryptoIsBusy } from './busy-crypto.testing.ts';
import type { Clock } from './clock.ts';
import type { Fetch } from './http.ts';

/** A clock for clients at real servers: it stands still while an answer is on its way, and leaps over every pause. */
export interface LeapingClock extends Clock {
  /** The platform's fetch; whoever uses this clock sends with it. */
  readonly fetch: Fetch;
  /** Stands still until this has settled, too. */
  readonly during: <Value>(work: Promise<Value>) => Promise<Value>;
  /** No answer that is on its way will come: time passes without it. */
  readonly nothingComes: () => void;
}

/** @param passed - hears of each leap, in milliseconds */
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
    // The client aborts each request of its own once it has the whole answer, or none.
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
