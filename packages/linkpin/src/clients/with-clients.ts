import { readClientsFile, type ClientPorts, type Settings } from '@linkpin/server';
import { withStore } from '../serve/with-store.ts';

/**
 * Opens the OAuth clients of a data folder, and of the clients file, for one piece of work. A service may run on the same
 * folder; it knows of changes at once.
 *
 * @param say told when there was no such folder, since it may be a slip of the pen
 * @returns what the work returns
 * @throws {Failure} when the folder or the file cannot be used; what the work throws
 */
export function withClients<Value>(
  settings: Settings,
  say: (line: string) => void,
  work: (ports: ClientPorts) => Promise<Value>,
): Promise<Value> {
  return withStore(settings, say, ({ store, ports: { clock, random } }) => {
    const declared = settings.clientsFile === undefined ? [] : readClientsFile(settings.clientsFile);
    return work({ store, clock, random, declared });
  });
}
