import type { Clock } from '../../service/ports/clock.ts';

/** How many looks are compared. */
const compared = 20;

/** The database's clock, carried on by this process between looks: so that all processes go by one. */
export class DatabaseClock implements Clock {
  /** How far this process's clock is behind, by each of the last looks, and how long that took: half of it at most is error. */
  readonly #looks: { readonly behind: number; readonly took: number }[] = [];
  #behind = 0;

  now(): number {
    return Math.round(own() + this.#behind);
  }

  /**
   * @param now what the database's clock said in the middle of a look that ends now, in milliseconds since the epoch
   * @param took how long the look took, in milliseconds
   */
  set(now: number, took: number): void {
    this.#looks.push({ behind: now + took / 2 - own(), took });
    if (this.#looks.length > compared) this.#looks.shift();
    this.#behind = this.#looks.reduce((best, look) => (look.took <= best.took ? look : best)).behind;
  }
}

/** Runs on evenly whatever happens to the machine's clock. */
const own = (): number => performance.timeOrigin + performance.now();
