import { createHash } from 'node:crypto';
import type { Random } from '../../packages/server/src/service/ports/random.ts';

/** Randomness that is the same in every run. */
export function repeatableRandom(seed: string): Random {
  let counter = 0;
  const bytes = (count: number): Uint8Array => {
    const parts: Buffer[] = [];
    for (let length = 0; length < count; length += 32) {
      parts.push(
        createHash('sha256')
          .update(`${seed} ${(counter += 1)}`)
          .digest(),
      );
    }
    return Buffer.concat(parts).subarray(0, count);
  };
  return { bytes, id: () => Buffer.from(bytes(16)).toString('base64url') };
}
