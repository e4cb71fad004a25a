import { countsOf, hourOf, type CountedEntry, type HourlyCount, type Measure } from '../../domain/statistics.ts';
import type { Statistics } from '../../service/ports/statistics.ts';

/** Counts by the hour in memory; see `MemoryPins`. */
export class MemoryStatistics implements Statistics {
  readonly #counts: Map<string, HourlyCount> = new Map();
  readonly #countWaiting: (now: number) => number;

  /** @param countWaiting how many pins wait for an answer */
  constructor(countWaiting: (now: number) => number) {
    this.#countWaiting = countWaiting;
  }

  /** Counts an entry of the audit log. */
  count(entry: CountedEntry): void {
    for (const { hour, what, count } of countsOf([entry])) this.#change(hour, what, (known) => known + count);
  }

  async since(from: number): Promise<readonly HourlyCount[]> {
    return [...this.#counts.values()].filter(({ hour }) => hour >= from);
  }

  async waiting(now: number): Promise<number> {
    return this.#countWaiting(now);
  }

  async noteMost(what: Measure, at: number, count: number): Promise<void> {
    this.#change(hourOf(at), what, (known) => Math.max(known, count));
  }

  async sweep(before: number, limit: number): Promise<number> {
    const over = [...this.#counts].filter(([, { hour }]) => hour < before).slice(0, limit);
    for (const [key] of over) this.#counts.delete(key);
    return over.length;
  }

  #change(hour: number, what: string, next: (known: number) => number): void {
    const key = `${hour} ${what}`;
    this.#counts.set(key, { hour, what, count: next(this.#counts.get(key)?.count ?? 0) });
  }
}
