// One lock for the threads of a process, in a word of memory that they share. What is done while it is held takes less
// than a microsecond, so a thread that finds it taken first looks again, and sleeps only when the thread that holds it was suspended.

const free = 0;
const held = 1;
const wanted = 2;

/** How often to look again before sleeping. */
const looks = 100;

/** Takes the lock in `words[at]`. Not to be taken twice by one thread. */
export function lock(words: Int32Array<SharedArrayBuffer>, at: number): void {
  for (let look = 0; look < looks; look += 1) {
    if (Atomics.compareExchange(words, at, free, held) === free) return;
  }
  while (Atomics.exchange(words, at, wanted) !== free) Atomics.wait(words, at, wanted);
}

/** Gives it back, and wakes one who sleeps for it. */
export function unlock(words: Int32Array<SharedArrayBuffer>, at: number): void {
  if (Atomics.exchange(words, at, free) === wanted) Atomics.notify(words, at, 1);
}
