// What a request proves by, each of which is good for one request: the `jti` of a DPoP proof and of an assertion.
import { accepted, refused, type Result } from '../../domain/result.ts';
import type { OAuthError } from '../../protocols/constants/oauth.ts';
import type { ReplayCache } from '../../service/ports/replay-cache.ts';
import { replayCacheOf } from '../long-poll/offer.ts';
import type { ApiCall } from '../server/route.ts';

/** The proofs of one request. */
export interface Proofs {
  /** Uses up in the memory of this process, which is enough for a poll of a pending pin. */
  readonly replayCache: ReplayCache;
  /** Uses up, for all processes, what this request has shown. Must come before anything is given out for it. */
  useUp(): Promise<Result<undefined, OAuthError>>;
}

const usedBefore = {
  dpop: { error: 'invalid_dpop_proof', description: 'this proof was used before' },
  assertion: { error: 'invalid_client', description: 'this assertion was used before' },
} as const;

/** Of a held poll that comes again the memory has them already. */
export function proofsOf(call: ApiCall): Proofs {
  const { replayCache, usedOnce, clock, keys } = call.context.ports;
  const memory = replayCacheOf(call, replayCache);
  const shown: { readonly value: string; readonly until: number }[] = [];
  return {
    replayCache: {
      async use(value, until) {
        if (!(await memory.use(value, until))) return false;
        shown.push({ value, until });
        return true;
      },
    },
    async useUp() {
      for (const { value, until } of shown.splice(0)) {
        if (await usedOnce.use(keys.hash(value), clock.now(), until)) continue;
        return refused(usedBefore[value.startsWith('dpop ') ? 'dpop' : 'assertion']);
      }
      return accepted(undefined);
    },
  };
}
