/** The system's own place for secrets. Every method rejects when it is locked, or there is none. */
export interface Keyring {
  read(server: string): Promise<string | undefined>;
  write(server: string, token: string): Promise<void>;
  forget(server: string): Promise<void>;
}

/** What secrets are filed under. */
const service = 'linkpin';

/** The kernel's keyring on Linux forgets at a restart, so it does not count. */
const lasting = { linux: { store: 'secret-service' } } as const;

/**
 * The system's keyring: Keychain, Credential Manager, Secret Service.
 *
 * @returns undefined where its library is not installed, or `LINKPIN_KEYRING` is `off`
 */
export async function openKeyring(environment: NodeJS.ProcessEnv = process.env): Promise<Keyring | undefined> {
  if (environment['LINKPIN_KEYRING'] === 'off') return undefined;
  const library = await import('@napi-rs/keyring').catch(() => undefined);
  if (library === undefined) return undefined;
  const entry = (server: string) => new library.AsyncEntry(service, server, lasting);
  return {
    read: async (server) => (await entry(server).getPassword()) ?? undefined,
    write: async (server, token) => entry(server).setPassword(token),
    forget: async (server) => void (await entry(server).deletePassword()),
  };
}
