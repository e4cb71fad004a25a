import { makeSecretKey, SettingsError } from '@linkpin/server';
import { buildDependencies } from '@linkpin/server/dependencies';
import type { Resolved } from '../../settings/resolve.ts';
import { findingsOf, type Finding } from '../finding.ts';

const { ok, note, wrong } = findingsOf('settings');

/** Whether a service would take the settings and the files that they name. */
export async function checkSettings({ settings, given, warnings }: Resolved): Promise<readonly Finding[]> {
  try {
    // The parts of a service, over memory: nothing is listened to, and nothing sent.
    const dependencies = buildDependencies({
      keys: [makeSecretKey()],
      settings: { ...settings, workers: 1 },
    });
    const said = [...warnings, ...dependencies.warnings()];
    await dependencies.close();
    const count = given.size === 1 ? 'One is given' : `${given.size} are given`;
    return [ok(`${count}, the rest is by default.`), ...said.map((sentence) => note(sentence))];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.problems.map(({ reason }) =>
      wrong(reason, 'Correct it; "linkpin config" shows where each comes from.'),
    );
  }
}
