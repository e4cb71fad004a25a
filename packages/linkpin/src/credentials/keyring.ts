import { createKeyring, type Keyring } from '@linkpin/client/cli';

/**
 * The system's keyring: Keychain, Credential Manager, Secret Service.
 *
 * @returns undefined if its library is not installed or `LINKPIN_KEYRING` is `off`
 */
export async function openKeyring(environment: NodeJS.ProcessEnv = process.env): Promise<Keyring | undefined> {
  if (environment['LINKPIN_KEYRING'] === 'off') return undefined;
  const library = await import('@napi-rs/keyring').catch(() => undefined);
  return library === undefined ? undefined : createKeyring('linkpin', library.AsyncEntry);
}
