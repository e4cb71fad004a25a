import { SettingsError, tryProviders, type Settings } from '@linkpin/server';
import { findingsOf, type Finding } from '../finding.ts';
import type { OtherClock } from './clock.ts';

const { ok, wrong } = findingsOf('provider');

/** What there is of the providers that people sign in at. */
export interface ProvidersFound {
  readonly findings: readonly Finding[];
  readonly clocks: readonly OtherClock[];
}

/** Whether each provider says of itself what the settings say of it. Nobody is signed in. */
export async function checkProviders(settings: Settings): Promise<ProvidersFound> {
  const publicUrl = settings.publicUrl ?? `http://localhost:${settings.port}`;
  try {
    const tests = await tryProviders(settings, publicUrl, Date);
    const ours = Date.now();
    return {
      findings: tests.map(({ id, issuer, redirectUri, fault }) =>
        fault === null
          ? ok(`${id} answers as ${issuer}. It has to know ${redirectUri} as a redirect URI.`)
          : wrong(fault, `Nobody can sign in at ${issuer} before this is mended: docs/sign-in.md.`),
      ),
      clocks: tests.flatMap(({ id, clock }) =>
        clock === null ? [] : [{ whose: `The provider ${id}`, now: clock, ours }],
      ),
    };
  } catch (error) {
    // Settings that contradict each other are told by their own check.
    if (error instanceof SettingsError) return { findings: [], clocks: [] };
    throw error;
  }
}
