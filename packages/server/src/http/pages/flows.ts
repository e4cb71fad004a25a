// What a browser takes along to a provider and back, sealed in `state` and bound to that browser.
import type { Clock } from '../../service/ports/clock.ts';
import type { Keys } from '../../service/ports/keys.ts';
import type { Random } from '../../service/ports/random.ts';

/** How long somebody may take at a provider, in milliseconds. */
export const flowLife: number = 30 * 60 * 1000;

/** A sign-in at a provider that has begun. */
export interface Flow {
  /** Id of the provider. */
  readonly provider: string;
  readonly nonce: string;
  /** The PKCE verifier. */
  readonly verifier: string;
  /** Local path to continue at; null when it stands in a cookie, because it is too long to take along. */
  readonly next: string | null;
  /** Secret of an invite, or null. */
  readonly invite: string | null;
  /** The session to whose account the provider's person is to be connected; null for a sign-in. */
  readonly connects: string | null;
  /** The person was to sign in there anew. */
  readonly fresh: boolean;
  /** When it began, in milliseconds since the epoch. */
  readonly at: number;
}

interface FlowWords extends Flow {
  readonly browser: string;
}

/** Sealed flows. */
export interface Flows {
  /** Begins one for a browser. */
  begin(flow: Omit<Flow, 'nonce' | 'verifier' | 'at'>, browser: string): Flow & { readonly state: string };
  /** Undefined unless it began in this browser, at this provider, and not too long ago. */
  read(state: string, provider: string, browser: string | null): Flow | undefined;
}

export function createFlows({
  keys,
  clock,
  random,
}: {
  readonly keys: Pick<Keys, 'seal' | 'unseal'>;
  readonly clock: Clock;
  readonly random: Pick<Random, 'bytes'>;
}): Flows {
  const secret = (): string => Buffer.from(random.bytes(32)).toString('base64url');
  return {
    begin(given, browser) {
      const flow: Flow = { ...given, nonce: secret(), verifier: secret(), at: clock.now() };
      return { ...flow, state: keys.seal('provider-flow', JSON.stringify({ ...flow, browser } satisfies FlowWords)) };
    },
    read(state, provider, browser) {
      const text = keys.unseal('provider-flow', state);
      if (text === undefined) return undefined;
      const words = JSON.parse(text) as FlowWords;
      const isOurs = words.browser === browser && words.provider === provider;
      return isOurs && clock.now() < words.at + flowLife ? words : undefined;
    },
  };
}
