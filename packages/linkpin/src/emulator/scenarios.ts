import { EmulatorError } from './error.ts';
import type { WorldOptions } from './options.ts';

const attic = { name: 'Attic', clientIdentifier: 'attic' };
const managed = { name: 'kid', email: null };

/** What authors of Plex apps stumble over. */
export type ScenarioName = 'abandoned-sign-in' | 'jwt-refused' | 'managed-users' | 'media-server' | 'shared-device';

const scenarios: Readonly<Record<ScenarioName, WorldOptions>> = {
  'abandoned-sign-in': { oneTokenPerDevice: true },
  'jwt-refused': { people: ['ada', managed], servers: [attic] },
  'managed-users': { people: ['ada', { name: 'teen', email: null, pin: '1234' }, managed] },
  'media-server': { people: ['ada', 'grace'], servers: [attic] },
  'shared-device': {
    people: ['ada', { name: 'grace', home: true, pin: '2222' }, managed],
    servers: [attic],
    oneTokenPerDevice: true,
    approver: 'in-turn',
  },
};

/** The names of all. */
export const scenarioNames: readonly ScenarioName[] = Object.keys(scenarios) as readonly ScenarioName[];

/**
 * Finds a scenario.
 *
 * @throws {EmulatorError} if there is none with the name
 */
export function findScenario(name: string): WorldOptions {
  const found = scenarioNames.find((one) => one === name);
  if (found === undefined) {
    throw new EmulatorError(`There is no scenario "${name}". There are ${scenarioNames.join(', ')}.`);
  }
  return scenarios[found];
}
