import { cryptoIsBusy } from './busy-crypto.testing.ts';
import type { Clock } from './clock.ts';

/** A manual clock. */
export interface HandClock extends Clock {
  /** Advances the time and fires due timers in order. */
  readonly pass: (ms: number) => Promise<void>;
  /** Adjusts the wall clock without any time passing. */
  readonly setWall: (ms: number) => void;
  /** Number of pending timers. */
  readonly outstanding: () => number;
}

/** Runs pending microtasks and crypto operations. */
export const settle = async (): Promise<void> => {
  do await new Promise((resolve) => setImmediate(resolve));
  while (cryptoIsBusy());
};

/** Makes a clock that starts at noon on 1 June 2026. */
export const createHandClock = (): HandClock => {
  let now = 1_000_000;
  let wallOffset = Date.UTC(2026, 5, 1, 12) - now;
  const timers = new Map<object, { readonly due: number; readonly callback: () => void }>();
  const nextDue = (until: number): object | undefined =>
    [...timers].filter(([, timer]) => timer.due <= until).sort((a, b) => a[1].due - b[1].due)[0]?.[0];
  return {
    now: () => now,
    wallTime: () => now + wallOffset,
    after: (ms, callback) => {
      const key = {};
      timers.set(key, { due: now + ms, callback });
      return () => timers.delete(key);
    },
    pass: async (ms) => {
      const end = now + ms;
      await settle();
      for (let key = nextDue(end); key; key = nextDue(end)) {
        const timer = timers.get(key);
        timers.delete(key);
        now = Math.max(now, timer?.due ?? now);
        timer?.callback();
        await settle();
      }
      now = end;
      await settle();
    },
    setWall: (ms) => {
      wallOffset = ms - now;
    },
    outstanding: () => timers.size,
  };
};
