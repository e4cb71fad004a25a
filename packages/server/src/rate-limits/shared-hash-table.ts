import { randomFillSync } from 'node:crypto';
import { hashKey } from './key-hash.ts';
import { lock, unlock } from './lock.ts';

/** The entry of one key. */
export interface Entry {
  /** When the entry expires, in milliseconds since the epoch; above zero. */
  readonly until: number;
  /** Two numbers for the owner of the table. */
  readonly one: number;
  readonly two: number;
}

/** What to do with a new key in a full bucket: evict the oldest entry, or refuse the new one. */
export type WhenFull = 'forget' | 'refuse';

/** Entries per bucket. A key can be in one bucket only, so a look-up compares at most this many. */
const waysAtMost = 16;

/** Bytes of an entry: the key's hash, until, one, two. */
const entryBytes = 32;
const entryWords = entryBytes / 4;
const entryDoubles = entryBytes / 8;

/** Words at the start: the two halves of the seed, buckets, ways. */
const headWords = 16;

/** The highest number of locks; buckets share them. */
const locksAtMost = 1024;

/**
 * A hash table of bounded size in shared memory: key → {@link Entry}. Any number of threads may call any method at
 * once; each call is atomic. Keys are stored as a seeded hash of 64 bits. Memory is only committed on first use.
 */
export class SharedHashTable {
  /** Pass this to another thread, which calls {@link attach}. */
  readonly buffer: SharedArrayBuffer;
  readonly #words: Int32Array<SharedArrayBuffer>;
  readonly #doubles: Float64Array<SharedArrayBuffer>;
  readonly #buckets: number;
  readonly #ways: number;
  readonly #locks: number;
  readonly #firstEntry: number;
  readonly #seed0: number;
  readonly #seed1: number;
  readonly #hash: Int32Array = new Int32Array(2);

  private constructor(buffer: SharedArrayBuffer) {
    this.buffer = buffer;
    this.#words = new Int32Array(buffer);
    this.#doubles = new Float64Array(buffer);
    const [seed0 = 0, seed1 = 0, buckets = 0, ways = 0] = this.#words;
    this.#seed0 = seed0;
    this.#seed1 = seed1;
    this.#buckets = buckets;
    this.#ways = ways;
    this.#locks = Math.min(buckets, locksAtMost);
    this.#firstEntry = (headWords + Math.ceil(this.#locks / 16) * 16) / entryWords;
  }

  /** @param capacity in entries; from 16 on rounded up to a power of two. A bucket may be full before the table is. */
  static create(capacity: number): SharedHashTable {
    const ways = Math.min(capacity, waysAtMost);
    const buckets = 2 ** Math.ceil(Math.log2(capacity / ways));
    const lockWords = Math.ceil(Math.min(buckets, locksAtMost) / 16) * 16;
    const buffer = new SharedArrayBuffer((headWords + lockWords) * 4 + buckets * ways * entryBytes);
    const head = new Int32Array(buffer, 0, 4);
    randomFillSync(head, 0, 2);
    head[2] = buckets;
    head[3] = ways;
    return new SharedHashTable(buffer);
  }

  /** Opens the table in another thread. */
  static attach(buffer: SharedArrayBuffer): SharedHashTable {
    return new SharedHashTable(buffer);
  }

  /** The entry of a key, unless it has expired. */
  find(key: string, now: number): Entry | undefined {
    const first = this.#enter(key);
    try {
      const at = this.#positionOf(first, now);
      return at === undefined ? undefined : this.#read(at);
    } finally {
      this.#leave(first);
    }
  }

  /**
   * Changes the entry of a key atomically.
   *
   * @param next takes the current entry and returns the new one; undefined leaves it as it is. It must not use a table.
   * @returns false if the bucket is full and refuses new keys
   */
  change(key: string, now: number, next: (entry: Entry | undefined) => Entry | undefined, full: WhenFull): boolean {
    const first = this.#enter(key);
    try {
      const known = this.#positionOf(first, now);
      const entry = next(known === undefined ? undefined : this.#read(known));
      if (entry === undefined) return true;
      const at = known ?? this.#makeRoom(first, now, full);
      if (at === undefined) return false;
      if (known === undefined) this.#words.set(this.#hash, at * entryWords);
      this.#write(at, entry);
      return true;
    } finally {
      this.#leave(first);
    }
  }

  /** Deletes a key. */
  remove(key: string): void {
    const first = this.#enter(key);
    try {
      const at = this.#positionOf(first, 0);
      if (at !== undefined) this.#close(first, at);
    } finally {
      this.#leave(first);
    }
  }

  /** The seeded hash of a text, for tables that store one. */
  hashOf(text: string): readonly [number, number] {
    const halves = new Int32Array(2);
    hashKey(text, this.#seed0, this.#seed1, halves);
    const [low = 0, high = 0] = halves;
    return [low, high];
  }

  /** Locks a key's bucket. Returns the position of the bucket's first entry. */
  #enter(key: string): number {
    hashKey(key, this.#seed0, this.#seed1, this.#hash);
    const bucket = (this.#hash[0] as number) & (this.#buckets - 1);
    lock(this.#words, headWords + (bucket & (this.#locks - 1)));
    return this.#firstEntry + bucket * this.#ways;
  }

  #leave(first: number): void {
    const bucket = (first - this.#firstEntry) / this.#ways;
    unlock(this.#words, headWords + (bucket & (this.#locks - 1)));
  }

  /** The position of the locked key. Entries are stored in order of insertion, without gaps. */
  #positionOf(first: number, now: number): number | undefined {
    const [low, high] = this.#hash;
    for (let at = first; at < first + this.#ways; at += 1) {
      const until = this.#untilOf(at);
      if (until === 0) return undefined;
      const word = at * entryWords;
      if (this.#words[word] === low && this.#words[word + 1] === high) {
        if (until > now) return at;
        this.#close(first, at);
        return undefined;
      }
    }
    return undefined;
  }

  /** A free position at the end of the bucket; undefined if there is none and nothing may be evicted. */
  #makeRoom(first: number, now: number, full: WhenFull): number | undefined {
    const last = first + this.#ways - 1;
    if (this.#untilOf(last) !== 0) {
      let over = first;
      while (over <= last && this.#untilOf(over) > now) over += 1;
      if (over > last && full === 'refuse') return undefined;
      this.#close(first, over > last ? first : over);
    }
    let at = last;
    while (at > first && this.#untilOf(at - 1) === 0) at -= 1;
    return at;
  }

  /** Removes an entry and moves those behind it up. */
  #close(first: number, at: number): void {
    const end = first + this.#ways;
    this.#doubles.copyWithin(at * entryDoubles, (at + 1) * entryDoubles, end * entryDoubles);
    this.#doubles.fill(0, (end - 1) * entryDoubles, end * entryDoubles);
  }

  #read(at: number): Entry {
    const double = at * entryDoubles;
    return {
      until: this.#untilOf(at),
      one: this.#doubles[double + 2] as number,
      two: this.#doubles[double + 3] as number,
    };
  }

  /** Zero in an empty entry. */
  #untilOf(at: number): number {
    return this.#doubles[at * entryDoubles + 1] as number;
  }

  #write(at: number, { until, one, two }: Entry): void {
    const double = at * entryDoubles;
    this.#doubles[double + 1] = until;
    this.#doubles[double + 2] = one;
    this.#doubles[double + 3] = two;
  }
}
