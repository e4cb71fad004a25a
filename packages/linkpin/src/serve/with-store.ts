import { createKeys, openSqliteStore, type Settings } from '@linkpin/server';
import { prepareDataFolder } from './data-folder.ts';
import { mustHaveKeys, openKeys } from './secret-keys.ts';
import { explained } from './trouble.ts';

type Store = Awaited<ReturnType<typeof openSqliteStore>>;
type Keys = ReturnType<typeof createKeys>;

/**
 * Opens the store of a data folder for one piece of work. A service may run on the same folder.
 *
 * @param say told when there was no such folder, since it may be a slip of the pen
 * @returns what the work returns
 * @throws {Failure} when the folder cannot be used; what the work throws
 */
export async function withStore<Value>(
  settings: Settings,
  say: (line: string) => void,
  work: (store: Store, keys: Keys) => Promise<Value>,
): Promise<Value> {
  try {
    const folder = prepareDataFolder(settings.data);
    if (folder.isNew) say(`There was no ${folder.path}; it was made.`);
    mustHaveKeys(folder);
    const keys = createKeys(await openKeys(folder.keyFile));
    const store = await openSqliteStore({ file: folder.database, keys });
    try {
      return await work(store, keys);
    } finally {
      await store.close();
    }
  } catch (error) {
    throw explained(error, settings);
  }
}
