import {
  createKeys,
  createPeople,
  openSqliteStore,
  systemRandom,
  type Registration,
  type Settings,
} from '@linkpin/server';
import { prepareDataFolder } from '../serve/data-folder.ts';
import { openKeys } from '../serve/secret-keys.ts';
import { explained } from '../serve/trouble.ts';

/**
 * Opens the accounts of a data folder for one piece of work. A service may run on the same folder.
 *
 * @param say told when there was no such folder, since it may be a slip of the pen
 * @returns what the work returns
 * @throws {Failure} when the folder cannot be used; what the work throws
 */
export async function withRegistry<Value>(
  settings: Settings,
  say: (line: string) => void,
  work: (registry: Registration) => Promise<Value>,
): Promise<Value> {
  try {
    const folder = prepareDataFolder(settings.data);
    if (folder.isNew) say(`There was no ${folder.path}; it was made.`);
    const keys = createKeys(await openKeys(folder.keyFile));
    const store = await openSqliteStore({ file: folder.database, keys });
    try {
      const clock = { now: () => Date.now() };
      const people = createPeople({ ...store, keys, clock, random: systemRandom }, settings.registration);
      return await work(people.registration);
    } finally {
      await store.close();
    }
  } catch (error) {
    throw explained(error, settings);
  }
}
