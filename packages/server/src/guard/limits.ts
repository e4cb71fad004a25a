import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { accepted, refused } from '../pins/result.ts';
import type { Budget, Limits } from '../service/ports/limits.ts';

/** So many of something in so many seconds, for each key. */
export interface Allowance {
  readonly points: number;
  readonly seconds: number;
}

/** Counts in this process's memory. */
export function createLimits(allowances: Readonly<Record<Budget, Allowance>>): Limits {
  const limiters = new Map(
    Object.entries(allowances).map(([budget, { points, seconds }]) => [
      budget,
      new RateLimiterMemory({ points, duration: seconds, keyPrefix: budget }),
    ]),
  );
  return {
    async spend(budget, keys) {
      const limiter = limiters.get(budget);
      if (limiter === undefined) throw new TypeError(`Nobody set an allowance for ${budget}.`);
      for (const key of keys) {
        try {
          await limiter.consume(key);
        } catch (reason) {
          if (!(reason instanceof RateLimiterRes)) throw reason;
          return refused({ kind: 'over-budget', retryAfter: Math.max(1, Math.ceil(reason.msBeforeNext / 1000)) });
        }
      }
      return accepted(undefined);
    },
  };
}
