import { randomFillSync } from 'node:crypto';
import { hashKey } from './key-hash.ts';
import { lock, unlock } from './lock.ts';

/** What is kept for one key. */
export interface Entry {
  /** When it may be forgotten: from then on it is as good as gone. Above zero; milliseconds since the epoch. */
  readonly until: number;
  /** Two numbers for whoever keeps the table. */
  readonly one: number;
  readonly two: number;
}

/** What to do with a new key where there is no room: forget the entry that was made first, or do without the new one. */
export type WhenFull = 'forget' | 'refuse';

/** Entries that lie together; a key can be in one bucket only, so this many are looked at to find it. */
const waysAtMost = 16;

/** Bytes of an entry: the key's hash, until, one, two. */
const entryBytes = 32;
const entryWords = entryBytes / 4;
const entryDoubles = entryBytes / 8;

/** Words at the start: the two halves of the seed, buckets, ways. */
const headWords = 16;

/** No more locks than this; buckets share them. */
const locksAtMost = 1024;

/**
 * A table of bounded size in memory that threads share: key → {@link Entry}. Every method may be called by any number of
 * threads at once; each is atomic. A key is known by a seeded hash of 64 bits. Memory is taken as it is first used.
 */
export class SharedHashTable {
  /** What another thread {@link attach}es to. */
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

  /** @param capacity of entries; from 16 on it is rounded up to a power of two, and a bucket may be full before all are */
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

  /** The same table, in another thread. */
  static attach(buffer: SharedArrayBuffer): SharedHashTable {
    return new SharedHashTable(buffer);
  }

  /** What is kept for a key, unless it is over. */
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
   * Changes what is kept for a key, while nobody else can.
   *
   * @param next is told what is kept, and returns what is to be; undefined leaves it as it is. It calls no table.
   * @returns false when there was no room
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

  /** Forgets a key. */
  remove(key: string): void {
    const first = this.#enter(key);
    try {
      const at = this.#positionOf(first, 0);
      if (at !== undefined) this.#close(first, at);
    } finally {
      this.#leave(first);
    }
  }

  /** The seeded hash of a text, for tables that keep one. */
  hashOf(text: string): readonly [number, number] {
    const halves = new Int32Array(2);
    hashKey(text, this.#seed0, this.#seed1, halves);
    const [low = 0, high = 0] = halves;
    return [low, high];
  }

  /** Takes the lock of a key's bucket. Returns the position of the bucket's first entry. */
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

  /** Where the key that entered is kept. Entries stand in the order in which they were made, without gaps. */
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

  /** A free position, at the end of what the bucket has; undefined when there is none to be had. */
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

  /** Takes an entry out and lets those behind it move up. */
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

  /** Zero where nothing is kept. */
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
