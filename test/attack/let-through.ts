import type { Bound } from './bounds.ts';

/** What was let through of one kind, for the key that got most. */
export interface LetThrough {
  readonly what: string;
  readonly most: number;
  readonly count: number;
}

/** Counts what the service let through. */
export interface LetThroughCounts {
  /** One more. */
  add(bound: Bound, key: string): void;
  /** The counts, each with the most that may be after so many milliseconds. */
  after(elapsed: number): readonly LetThrough[];
}

export function countLetThrough(): LetThroughCounts {
  const counts = new Map<Bound, Map<string, number>>();
  return {
    add(bound, key) {
      const keys = counts.get(bound) ?? new Map<string, number>();
      counts.set(bound, keys.set(key, (keys.get(key) ?? 0) + 1));
    },
    after: (elapsed) =>
      [...counts].map(([{ what, most, period }, keys]) => ({
        what,
        most: most * (1 + Math.floor(elapsed / period)),
        count: Math.max(...keys.values()),
      })),
  };
}
