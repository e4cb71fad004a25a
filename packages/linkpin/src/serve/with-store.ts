import type { Settings } from '@linkpin/server';
import { buildDependencies, type Dependencies } from '@linkpin/server/dependencies';
import { pathsIn, prepareDataFolder } from './data-folder.ts';
import { mustHaveKeys, openKeys } from './secret-keys.ts';
import { openStore } from './store.ts';
import { explainStartError } from './start-errors.ts';

/** Verbs of the command that change the store say so when the audit log cannot be written. */
const fail = (error: unknown): never => {
  throw error;
};

/** How long a command waits for a database that is out of reach, in milliseconds; somebody looks on. */
const patience = 5000;

/**
 * Opens the store that the settings name, runs `work` and closes it. Services may run on the same one. Of the settings
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
    const folder = folderOf(settings, say);
    mustHaveKeys(folder, settings);
    const keys = await openKeys(folder.keyFile);
    const { store } = await openStore(settings, folder, keys, { waitFor: patience });
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

/** The data folder, made if everything is kept there; of a PostgreSQL store it holds no more than the keys. */
function folderOf({ store, data }: Settings, say: (line: string) => void): ReturnType<typeof pathsIn> {
  if (store !== undefined) return pathsIn(data);
  const folder = prepareDataFolder(data);
  if (folder.isNew) say(`There was no ${folder.path}; it was made.`);
  return folder;
}
