/** The system's secret storage. Every method rejects if it is locked or missing. */
export interface Keyring {
  read(server: string): Promise<string | undefined>;
  write(server: string, token: string): Promise<void>;
  delete(server: string): Promise<void>;
}

/** The service name that secrets are stored under. */
const service = 'linkpin';

/** Linux: the kernel's keyring does not survive a restart, so use the Secret Service. */
const persistent = { linux: { store: 'secret-service' } } as const;

/**
 * The system's keyring: Keychain, Credential Manager, Secret Service.
 *
 * @returns undefined if its library is not installed or `LINKPIN_KEYRING` is `off`
 */
export async function openKeyring(environment: NodeJS.ProcessEnv = process.env): Promise<Keyring | undefined> {
  if (environment['LINKPIN_KEYRING'] === 'off') return undefined;
  const library = await import('@napi-rs/keyring').catch(() => undefined);
  if (library === undefined) return undefined;
  const entry = (server: string) => new library.AsyncEntry(service, server, persistent);
  return {
    read: async (server) => (await entry(server).getPassword()) ?? undefined,
    write: async (server, token) => entry(server).setPassword(token),
    delete: async (server) => void (await entry(server).deletePassword()),
  };
}
