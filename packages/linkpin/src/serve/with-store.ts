import type { Settings } from '@linkpin/server';
import { buildDependencies, type Dependencies } from '@linkpin/server/dependencies';
import { prepareDataFolder } from './data-folder.ts';
import { mustHaveKeys, openKeys } from './secret-keys.ts';
import { openStore } from './store.ts';
import { explainStartError } from './start-errors.ts';

/** Verbs of the command that change the store say so when the audit log cannot be written. */
const fail = (error: unknown): never => {
  throw error;
};

/**
 * Opens the store of a data folder, runs `work` and closes it. A service may run on the same folder. Of the settings
 * only those count that concern accounts: no webhook is sent, no place looked up, and none of a service's files read.
 *
 * @param decide told when there was no such folder, since its name may be a typo
 * @returns what the work returns
 * @throws {Failure} when the folder cannot be used; what the work throws
 */
export async function withStore<Value>(
  settings: Settings,
  say: (line: string) => void,
  work: (dependencies: Dependencies) => Promise<Value>,
): Promise<Value> {
  try {
    const folder = prepareDataFolder(settings.data);
    if (folder.isNew) say(`There was no ${folder.path}; it was made.`);
    mustHaveKeys(folder, settings);
    const keys = await openKeys(folder.keyFile);
    const { store } = await openStore(settings, folder, keys);
    const dependencies = buildDependencies({
      keys,
      store,
      settings: { registration: settings.registration },
      onEventTrouble: fail,
    });
    try {
      return await work(dependencies);
    } finally {
      await dependencies.close();
    }
  } catch (error) {
    throw explainStartError(error, settings);
  }
}
