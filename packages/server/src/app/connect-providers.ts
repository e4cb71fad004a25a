import type { Provider } from '../domain/provider.ts';
import type { UpstreamProvider } from '../http/server/context.ts';
import { createUpstream } from '../providers/upstream.ts';
import type { SafeFetch } from '../safe-fetch/safe-fetch.ts';
import type { Clock } from '../service/ports/clock.ts';

/**
 * The providers that people may sign in at. Nothing is sent to any before somebody goes there.
 *
 * @param warn tells the operator what goes wrong
 */
export const connectProviders = (
  providers: readonly Provider[],
  clock: Clock,
  { send }: Pick<SafeFetch, 'send'>,
  warn: (sentence: string) => void,
): readonly UpstreamProvider[] =>
  providers.map((provider) => ({
    provider,
    upstream: createUpstream(provider, {
      fetch: (url, request) => send({ url, ...request }),
      clock,
      onTrouble: warn,
    }),
  }));
