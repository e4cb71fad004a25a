import type { Registration, Settings } from '@linkpin/server';
import { withStore } from '../serve/with-store.ts';

/**
 * Opens the accounts of a data folder, runs `work` and closes the store. A service may run on the same folder.
 *
 * @param say reports that the folder did not exist, which may be a typo
 * @returns what the work returns
 * @throws {Failure} when the folder cannot be used; what the work throws
 */
export function withRegistry<Value>(
  settings: Settings,
  say: (line: string) => void,
  work: (registry: Registration) => Promise<Value>,
): Promise<Value> {
  return withStore(settings, say, ({ accountService }) => work(accountService.registration));
}
