import { randomBytes } from 'node:crypto';
import type { Random } from '../service/ports/random.ts';

const poolSize = 4096;
let pool = randomBytes(poolSize);
let used = 0;

/** The system's randomness, fetched in pools because asking for a few bytes costs as much as asking for many. */
export const systemRandom: Random = {
  bytes(count) {
    if (count > poolSize) return randomBytes(count);
    if (used + count > poolSize) {
      pool = randomBytes(poolSize);
      used = 0;
    }
    used += count;
    return pool.subarray(used - count, used);
  },
  id: () => Buffer.from(systemRandom.bytes(16)).toString('base64url'),
};
