/** The part of a keyring library's entry that is used, as `AsyncEntry` of `@napi-rs/keyring` has it. */
export interface KeyringEntry {
  readonly getPassword: () => Promise<string | null | undefined>;
  readonly setPassword: (text: string) => Promise<unknown>;
  readonly deletePassword: () => Promise<unknown>;
}

/** Makes an entry: `AsyncEntry` of `@napi-rs/keyring` fits unchanged. */
export type KeyringEntryClass = new (
  service: string,
  account: string,
  options: { readonly linux: { readonly store: 'secret-service' } },
) => KeyringEntry;

/** The system's secret storage. Every method rejects if it is locked or missing. */
export interface Keyring {
  readonly read: (account: string) => Promise<string | undefined>;
  readonly write: (account: string, secret: string) => Promise<void>;
  readonly delete: (account: string) => Promise<void>;
}

// On Linux, the kernel's keyring does not survive a restart, so use the Secret Service.
const persistent = { linux: { store: 'secret-service' } } as const;

/**
 * The system's keyring: Keychain, Credential Manager, Secret Service.
 *
 * @param service - the name that secrets are stored under: your program's
 * @param Entry - `AsyncEntry` of `@napi-rs/keyring`, which this package does not install
 */
export function createKeyring(service: string, Entry: KeyringEntryClass): Keyring {
  const entry = (account: string): KeyringEntry => new Entry(service, account, persistent);
  return {
    read: async (account) => (await entry(account).getPassword()) ?? undefined,
    write: async (account, secret) => void (await entry(account).setPassword(secret)),
    delete: async (account) => void (await entry(account).deletePassword()),
  };
}
