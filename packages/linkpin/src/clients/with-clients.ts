import { readClientsFile, type ClientPorts, type Settings } from '@linkpin/server';
import { withStore } from '../serve/with-store.ts';

/**
 * Opens the OAuth clients of a data folder and of the clients file, runs `work` and closes the store. A service may run
 * on the same folder; it sees changes at once.
 *
 * @param say reports that the folder did not exist, which may be a typo
 * @returns what the work returns
 * @throws {Failure} when the folder or the file cannot be used; what the work throws
 */
export function withClients<Value>(
  settings: Settings,
  say: (line: string) => void,
  work: (ports: ClientPorts) => Promise<Value>,
): Promise<Value> {
  return withStore(settings, say, ({ store, ports: { clock, random, events } }) => {
    const declared = settings.clientsFile === undefined ? [] : readClientsFile(settings.clientsFile);
    return work({ store, clock, random, declared, events });
  });
}
