// Remembers what strangers' URLs answered, and bounds how often and by how many they are asked.
import { accepted, refused, type Result } from '../domain/result.ts';

/** Why nothing was fetched. */
export type NotFetched =
  /** Fetching it failed, now or less than half a minute ago. */
  | 'unavailable'
  /** Too many requests wait for this URL, or for any. */
  | 'busy';

/** What a URL answered last. */
export interface Fetched<Value> {
  readonly value: Value;
  /** Milliseconds since it was fetched. */
  readonly age: number;
}

/** What was fetched from URLs that strangers chose. */
export interface FetchCache<Value> {
  /** What the URL answered last, however long ago. */
  last(url: string): Fetched<Value> | undefined;
  /** Fetches; requests for the same URL share a fetch. */
  fetch(url: string): Promise<Result<Value, NotFetched>>;
  /** Fetches without anybody waiting, unless there is a fetch, or was one a moment ago, or there are too many. */
  renew(url: string): void;
}

/** The shortest time between two fetches of one URL, in milliseconds, successful or not. */
const coolDown = 30_000;

/** How many requests may wait for one URL. */
const waitingForOne = 8;

/** How many URLs are remembered; the first fetched is evicted first. */
const capacity = 1000;

interface Entry<Value> {
  fetched: { readonly value: Value; readonly at: number } | undefined;
  /** When a fetch was last begun, in milliseconds since the epoch. */
  begunAt: number;
  underWay: Promise<Value | undefined> | undefined;
  waiting: number;
}

/**
 * Creates the cache.
 *
 * @param load fetches a URL and reads the answer; undefined, or a rejection, for one that is not to be remembered
 * @param now milliseconds since the epoch
 * @param mostWaiting how many requests may wait for all URLs together, and how many renewals may run
 */
export function createFetchCache<Value>(
  load: (url: string) => Promise<Value | undefined>,
  now: () => number,
  mostWaiting: number,
): FetchCache<Value> {
  const entries = new Map<string, Entry<Value>>();
  let waiting = 0;
  let fetching = 0;

  const entryOf = (url: string): Entry<Value> => {
    const kept = entries.get(url);
    if (kept !== undefined) return kept;
    for (const [oldest, { underWay }] of entries) {
      if (entries.size < capacity) break;
      if (underWay === undefined) entries.delete(oldest);
    }
    const entry = { fetched: undefined, begunAt: -Infinity, underWay: undefined, waiting: 0 };
    entries.set(url, entry);
    return entry;
  };

  const isCool = ({ begunAt }: Entry<Value>): boolean => now() >= begunAt + coolDown;

  const begin = (url: string, entry: Entry<Value>): Promise<Value | undefined> => {
    fetching += 1;
    entry.begunAt = now();
    const keep = (value: Value | undefined): Value | undefined => {
      fetching -= 1;
      entry.underWay = undefined;
      if (value !== undefined) entry.fetched = { value, at: now() };
      return value;
    };
    return (entry.underWay = load(url).then(keep, () => keep(undefined)));
  };

  return {
    last(url) {
      const fetched = entries.get(url)?.fetched;
      return fetched && { value: fetched.value, age: now() - fetched.at };
    },
    async fetch(url) {
      const entry = entryOf(url);
      if (entry.underWay === undefined && !isCool(entry)) return refused('unavailable');
      if (entry.waiting >= waitingForOne || waiting >= mostWaiting) return refused('busy');
      entry.waiting += 1;
      waiting += 1;
      const value = await (entry.underWay ?? begin(url, entry));
      entry.waiting -= 1;
      waiting -= 1;
      return value === undefined ? refused('unavailable') : accepted(value);
    },
    renew(url) {
      const entry = entries.get(url);
      if (entry === undefined || entry.underWay !== undefined || !isCool(entry) || fetching >= mostWaiting) return;
      void begin(url, entry);
    },
  };
}
