import type { Clock } from '../../packages/server/src/service/ports/clock.ts';

/** Where a clock that is moved by hand begins: midday, so that a time zone slip shows, and in the middle of a second. */
export const start: number = Date.parse('2026-11-21T12:00:00.400Z');

/** A clock that goes on when it is told. */
export interface MovableClock extends Clock {
  /** Goes on, in milliseconds. */
  pass(milliseconds: number): void;
  /** Goes to an instant, in milliseconds since the epoch. */
  set(instant: number): void;
}

/** @param base an instant at which it stands until it is moved; or what goes by itself, such as `Date.now` */
export function movableClock(base: number | (() => number) = start): MovableClock {
  const source = typeof base === 'number' ? () => base : base;
  let ahead = 0;
  const now = (): number => source() + ahead;
  return {
    now,
    pass(milliseconds) {
      ahead += milliseconds;
    },
    set(instant) {
      ahead += instant - now();
    },
  };
}
