// Pure: no I/O, no clock, no randomness.

/** Two 32-bit halves of a hash. */
export type HashHalves = Int32Array;

/**
 * HalfSipHash-2-4 (64 bits) of a text's UTF-16LE bytes. It picks the bucket of a key, so that nobody without the seed
 * can cause collisions. Not for storing secrets.
 *
 * @param seed0 the low 32 bits of the seed; `seed1` has the high ones
 * @param into receives the low half, then the high half
 */
export function hashKey(text: string, seed0: number, seed1: number, into: HashHalves): void {
  let v0 = seed0;
  let v1 = seed1 ^ 0xee;
  let v2 = 0x6c796765 ^ seed0;
  let v3 = 0x74656462 ^ seed1;
  const length = text.length;
  const odd = length & 1;
  const words = (length >> 1) + 1;
  for (let word = 0; word < words + 2; word += 1) {
    let message = 0;
    let rounds = 2;
    if (word < words - 1) message = text.charCodeAt(2 * word) | (text.charCodeAt(2 * word + 1) << 16);
    else if (word === words - 1) message = ((2 * length) << 24) | (odd === 1 ? text.charCodeAt(length - 1) : 0);
    else {
      rounds = 4;
      if (word === words) v2 ^= 0xee;
      else v1 ^= 0xdd;
    }
    v3 ^= message;
    for (let round = 0; round < rounds; round += 1) {
      v0 = (v0 + v1) | 0;
      v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
      v0 = (v0 << 16) | (v0 >>> 16);
      v2 = (v2 + v3) | 0;
      v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
      v0 = (v0 + v3) | 0;
      v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
      v2 = (v2 + v1) | 0;
      v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
      v2 = (v2 << 16) | (v2 >>> 16);
    }
    v0 ^= message;
    if (word >= words) into[word - words] = v1 ^ v3;
  }
}
