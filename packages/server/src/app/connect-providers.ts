import type { Settings } from '../config/settings.ts';
import type { UpstreamProvider } from '../http/server/context.ts';
import { createUpstream } from '../providers/upstream.ts';
import type { SafeFetch } from '../safe-fetch/safe-fetch.ts';
import type { Clock } from '../service/ports/clock.ts';
import { readProviders } from './providers-file.ts';

/**
 * The providers that people may sign in at. Nothing is sent to any before somebody goes there.
 *
 * @param warn tells the operator what goes wrong
 * @throws {SettingsError} for any that cannot be used
 */
export const connectProviders = (
  settings: Settings,
  clock: Clock,
  { send }: Pick<SafeFetch, 'send'>,
  warn: (sentence: string) => void,
): readonly UpstreamProvider[] =>
  readProviders(settings).map((provider) => ({
    provider,
    upstream: createUpstream(provider, {
      fetch: (url, request) => send({ url, ...request }),
      clock,
      onTrouble: warn,
    }),
  }));
