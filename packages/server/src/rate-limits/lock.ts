// A lock for the threads of a process, in one word of shared memory. It is held for less than a microsecond, so a
// waiting thread spins first, and sleeps only when the holder was suspended.

const free = 0;
const held = 1;
const wanted = 2;

/** How often to spin before sleeping. */
const looks = 100;

/** Acquires the lock in `words[at]`. Not reentrant. */
export function lock(words: Int32Array<SharedArrayBuffer>, at: number): void {
  for (let look = 0; look < looks; look += 1) {
    if (Atomics.compareExchange(words, at, free, held) === free) return;
  }
  while (Atomics.exchange(words, at, wanted) !== free) Atomics.wait(words, at, wanted);
}

/** Releases the lock and wakes one sleeping thread. */
export function unlock(words: Int32Array<SharedArrayBuffer>, at: number): void {
  if (Atomics.exchange(words, at, free) === wanted) Atomics.notify(words, at, 1);
}
