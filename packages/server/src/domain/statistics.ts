// Pure: no I/O, no clock, no randomness. What is counted by the hour, for the operator's pages.
import type { EventKind } from './event-kinds.ts';

/** Within how many seconds of the request a device was linked: the upper ends of the buckets; the last has none. */
export const linkTimeBounds: readonly number[] = [5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 900];

/** What is counted: each kind of event, how long linking took, and the most pins that waited at once. */
export type Measure = EventKind | 'waiting' | `linked-within-${number | 'longer'}`;

/** The buckets of the time to link by their upper ends in seconds, the shortest first. */
export const linkTimeBuckets: readonly (number | 'longer')[] = [...linkTimeBounds, 'longer'];

/**
 * The bucket of the time between a request and its approval.
 *
 * @param took in milliseconds
 */
export const linkTimeOf = (took: number): Measure =>
  `linked-within-${linkTimeBounds.find((bound) => took <= bound * 1000) ?? 'longer'}`;

/** An hour, in milliseconds. */
export const oneHour: number = 60 * 60 * 1000;

/** The start of the hour of an instant, both in milliseconds since the epoch. */
export const hourOf = (at: number): number => at - (at % oneHour);

/** How long counts are kept, in milliseconds. */
export const countsKeptFor: number = 32 * 24 * oneHour;

/** How often something happened in one hour. */
export interface HourlyCount {
  /** The start of the hour, in milliseconds since the epoch. */
  readonly hour: number;
  readonly what: string;
  readonly count: number;
}

/** What of an entry of the audit log says what it counts as. */
export interface CountedEntry {
  readonly at: number;
  readonly count: number;
  readonly counted: readonly Measure[];
}

/**
 * What some entries add to the counts: one for each hour and measure, always in the same order, so that two who add at the
 * same time never wait for each other in a circle.
 */
export function countsOf(entries: readonly CountedEntry[]): readonly HourlyCount[] {
  const sums = new Map<string, HourlyCount>();
  for (const { at, count, counted } of entries) {
    for (const what of counted) {
      const key = `${hourOf(at)} ${what}`;
      const known = sums.get(key)?.count ?? 0;
      sums.set(key, { hour: hourOf(at), what, count: known + count });
    }
  }
  return [...sums].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, sum]) => sum);
}

/** The way of a sign-in in four steps, and how many came so far. */
export interface Funnel {
  readonly issued: number;
  readonly opened: number;
  readonly approved: number;
  readonly redeemed: number;
}

/** What the operator's first page shows of a span of time. */
export interface Overview {
  readonly funnel: Funnel;
  /** How many devices were linked within each bucket's time, in the order of {@link linkTimeBuckets}. */
  readonly linkTimes: readonly number[];
  /** The start of each step of the span, and what happened in it. */
  readonly steps: readonly OverviewStep[];
}

/** One step of the span. */
export interface OverviewStep {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The most pins that waited at once. */
  readonly waiting: number;
  /** Wrong codes that people entered. */
  readonly guesses: number;
  /** Requests that a limit refused, and pins that somebody said no to. */
  readonly refusals: number;
}

/** A span of time that ends now, in steps. */
export interface Span {
  /** Milliseconds; a multiple of an hour. */
  readonly step: number;
  readonly steps: number;
}

/** The start of a span: of the first of its steps, the last of which holds `now`. */
export const startOf = ({ step, steps }: Span, now: number): number => now - (now % step) - (steps - 1) * step;

/** Sums up the counts of a span. */
export function overviewOf(counts: readonly HourlyCount[], span: Span, now: number): Overview {
  const start = startOf(span, now);
  const within = counts.filter((count) => count.hour >= start);
  const sum = (measures: readonly Measure[], from = start, to = Number.POSITIVE_INFINITY): number =>
    within
      .filter((count) => count.hour >= from && count.hour < to && measures.some((measure) => measure === count.what))
      .reduce((total, { count }) => total + count, 0);
  const most = (from: number, to: number): number =>
    within
      .filter(({ hour: at, what }) => what === 'waiting' && at >= from && at < to)
      .reduce((greatest, { count }) => (count > greatest ? count : greatest), 0);
  return {
    funnel: {
      issued: sum(['issued']),
      opened: sum(['opened']),
      approved: sum(['approved']),
      redeemed: sum(['redeemed']),
    },
    linkTimes: linkTimeBuckets.map((bucket) => sum([`linked-within-${bucket}`])),
    steps: Array.from({ length: span.steps }, (_, index) => {
      const at = start + index * span.step;
      const end = at + span.step;
      return {
        at,
        waiting: most(at, end),
        guesses: sum(['wrong-code'], at, end),
        refusals: sum(['throttled', 'denied'], at, end),
      };
    }),
  };
}
