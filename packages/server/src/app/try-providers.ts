import type { Settings } from '../config/settings.ts';
import { createSafeFetch, type SafeFetch } from '../safe-fetch/safe-fetch.ts';
import type { Clock } from '../service/ports/clock.ts';
import { connectProviders } from './connect-providers.ts';
import { readProviders } from './providers-file.ts';

/** What came of asking a provider who it is. */
export interface ProviderTest {
  readonly id: string;
  readonly issuer: string;
  /** Where it has to send people back to. */
  readonly redirectUri: string;
  /** What went wrong; null if nobody would fail to get there. */
  readonly fault: string | null;
  /** Its clock, in milliseconds since the epoch; null if it did not say. */
  readonly clock: number | null;
}

/** Long enough for PKCE (RFC 7636 §4.1). Nobody is sent anywhere with it. */
const verifier = 'v'.repeat(43);

/**
 * Asks each provider of the settings who it is, and prepares a sign-in there, to which nobody is sent.
 *
 * @param publicUrl where people would come back to
 * @throws {SettingsError} for a provider that cannot be used
 */
export async function tryProviders(
  settings: Settings,
  publicUrl: string,
  clock: Clock,
): Promise<readonly ProviderTest[]> {
  const safeFetch = createSafeFetch({ allowed: settings.outboundAllowed });
  const providers = readProviders(settings, settings.proxyUserHeader !== undefined);
  return Promise.all(
    providers.map(async (provider) => {
      const faults: string[] = [];
      let date: string | null = null;
      const noted: SafeFetch['send'] = async (request) => {
        const response = await safeFetch.send(request);
        date = response.headers.get('date');
        return response;
      };
      const [connected] = connectProviders([provider], clock, { send: noted }, (sentence) => faults.push(sentence));
      const redirectUri = `${publicUrl}/signin/back/${provider.id}`;
      const words = { state: 'state', nonce: 'nonce', verifier, redirectUri, fresh: false, maxAge: null };
      const begun = await connected?.upstream.begin(words);
      const { id, issuer } = provider;
      const fault = begun?.ok === true ? null : (faults[0] ?? 'it did not answer');
      return { id, issuer, redirectUri, fault, clock: readDate(date) };
    }),
  );
}

/** @param date as HTTP has it */
function readDate(date: string | null): number | null {
  const read = Date.parse(date ?? '');
  return Number.isNaN(read) ? null : read;
}
