import type { Registration, Settings } from '@linkpin/server';
import { withStore } from '../serve/with-store.ts';

/**
 * Opens the accounts of a data folder for one piece of work. A service may run on the same folder.
 *
 * @param say told when there was no such folder, since it may be a slip of the pen
 * @returns what the work returns
 * @throws {Failure} when the folder cannot be used; what the work throws
 */
export function withRegistry<Value>(
  settings: Settings,
  say: (line: string) => void,
  work: (registry: Registration) => Promise<Value>,
): Promise<Value> {
  return withStore(settings, say, ({ people }) => work(people.registration));
}
