// Tries a client: plays every scenario with it, side by side, and judges what it did.
import { appScenarios } from './client/plex.ts';
import { play, type ClientCommand } from './client/play.ts';
import { clientId, devicePath, tokenPath } from './client/issuer.ts';
import { deviceScenarios } from './client/rfc8628.ts';
import type { Played, Scenario } from './client/scenario.ts';
import { chooseChecks, runChecks, type Result } from './runner.ts';
import type { Check } from './check.ts';

/** The protocols that there are checks for. */
export const profiles = ['rfc8628', 'plex'] as const;
export type Profile = (typeof profiles)[number];

const scenariosOf: Readonly<Record<Profile, readonly Scenario[]>> = { rfc8628: deviceScenarios, plex: appScenarios };

/** The variables by which a client learns of the scripted server. */
const environmentOf: Readonly<Record<Profile, ClientCommand['environment']>> = {
  rfc8628: (url) => ({
    LINKPIN_ISSUER: url,
    LINKPIN_CLIENT_ID: clientId,
    LINKPIN_DEVICE_ENDPOINT: `${url}${devicePath}`,
    LINKPIN_TOKEN_ENDPOINT: `${url}${tokenPath}`,
  }),
  plex: (url) => ({ LINKPIN_PLEX_URL: url }),
};

/** The checks of clients. */
export const clientChecks = (profile: Profile): readonly Check<Played>[] =>
  scenariosOf[profile].flatMap(({ checks }) => checks);

/** The scenarios with the checks that are chosen; those without any are not played. */
function chosenScenarios(profile: Profile, only: readonly string[]): readonly Scenario[] {
  return scenariosOf[profile]
    .map((scenario) => ({ ...scenario, checks: chooseChecks(scenario.checks, only).chosen }))
    .filter(({ checks }) => checks.length > 0);
}

/**
 * Plays the scenarios and judges them.
 *
 * @param player plays one; default: a process for each, all at once
 * @returns the results in the order of the checks
 */
export async function runClientChecks(
  profile: Profile,
  only: readonly string[],
  onResult: (result: Result) => void,
  player: (scenario: Scenario) => Promise<Played>,
): Promise<readonly Result[]> {
  const results = chosenScenarios(profile, only).map(async (scenario) => {
    const played = await player(scenario);
    return runChecks(scenario.checks, played, { onResult });
  });
  return (await Promise.all(results)).flat();
}

/** Plays a scenario with a command of the profile. */
export const playerOf =
  (profile: Profile, command: string, args: readonly string[]) =>
  (scenario: Scenario): Promise<Played> =>
    play(scenario, { command, args, environment: environmentOf[profile] });
