import { minuteOf, minuteOverAt, type Tally } from '../../domain/issue-limits.ts';

interface Count {
  codes: number;
  waiting: number;
}

/** Counts of pins by scope and by the minute in which they expire. */
export class PinCounts {
  readonly #scopes: Map<string, Map<number, Count>> = new Map();
  /** The scopes that count something in a minute. */
  readonly #minutes: Map<number, Set<string>> = new Map();
  #last = 0;

  /** Counts a pin that expires at `expiresAt`, under each scope. */
  add(scopes: readonly string[], expiresAt: number, waiting: 0 | 1): void {
    const minute = minuteOf(expiresAt);
    this.#last = Math.max(this.#last, minute);
    for (const scope of scopes) {
      const count = this.#at(scope, minute);
      count.codes += 1;
      count.waiting += waiting;
    }
  }

  /** A pending pin was settled. */
  settle(scopes: readonly string[], expiresAt: number): void {
    for (const scope of scopes) {
      const count = this.#scopes.get(scope)?.get(minuteOf(expiresAt));
      if (count !== undefined) count.waiting -= 1;
    }
  }

  /** The pins of a scope whose minute of expiry is not over. */
  tally(scope: string, now: number): Tally {
    let codes = 0;
    let waiting = 0;
    let first = Number.POSITIVE_INFINITY;
    for (const [minute, count] of this.#from(scope, minuteOf(now))) {
      codes += count.codes;
      waiting += count.waiting;
      if (count.codes > 0) first = Math.min(first, minute);
    }
    return { codes, waiting, roomAt: codes === 0 ? 0 : minuteOverAt(first) };
  }

  /** What is counted under a scope, the latest minute first. */
  byMinute(scope: string): readonly (readonly [minute: number, codes: number])[] {
    const minutes = [...(this.#scopes.get(scope) ?? [])].toSorted(([one], [other]) => other - one);
    return minutes.map(([minute, { codes }]) => [minute, codes]);
  }

  /** Forgets the minutes that were over before `before`. */
  sweep(before: number): void {
    const edge = minuteOf(before);
    for (const [minute, scopes] of this.#minutes) {
      if (minute >= edge) continue;
      this.#minutes.delete(minute);
      for (const scope of scopes) {
        const minutes = this.#scopes.get(scope);
        minutes?.delete(minute);
        if (minutes?.size === 0) this.#scopes.delete(scope);
      }
    }
  }

  /** Iterates over the possible minutes or over the stored ones, whichever are fewer: tests move clocks far. */
  *#from(scope: string, first: number): Iterable<readonly [minute: number, count: Count]> {
    const minutes = this.#scopes.get(scope);
    if (minutes === undefined) return;
    if (this.#last - first >= minutes.size) {
      for (const entry of minutes) if (entry[0] >= first) yield entry;
      return;
    }
    for (let minute = first; minute <= this.#last; minute += 1) {
      const count = minutes.get(minute);
      if (count !== undefined) yield [minute, count];
    }
  }

  #at(scope: string, minute: number): Count {
    const minutes = this.#scopes.get(scope) ?? new Map<number, Count>();
    this.#scopes.set(scope, minutes);
    const known = minutes.get(minute);
    if (known !== undefined) return known;
    const count = { codes: 0, waiting: 0 };
    minutes.set(minute, count);
    const scopes = this.#minutes.get(minute) ?? new Set<string>();
    this.#minutes.set(minute, scopes.add(scope));
    return count;
  }
}
