import type { Keyring } from '@linkpin/client/cli';
import { Failure } from '../failure.ts';
import { hostsFile, type Host, type HostsFile } from './hosts-file.ts';
import { openKeyring } from './keyring.ts';

/** A token and where it is stored. */
export interface HostToken {
  readonly token: string;
  /** `keyring`, or the path of a file. */
  readonly storedIn: string;
}

/**
 * The tokens of the servers that this machine is signed in at, stored in the keyring if that works, else in the hosts
 * file.
 */
export interface TokenStore {
  /** The token for a server; undefined if this machine is not signed in there. */
  read(server: string): Promise<HostToken | undefined>;
  /**
   * Stores a token, replacing the previous one.
   *
   * @returns where it is stored
   */
  store(server: string, host: Pick<Host, 'clientIdentifier' | 'user'>, token: string): Promise<string>;
  /** Deletes the token only: the client identifier is permanent. */
  delete(server: string): Promise<void>;
}

/** The name of the system's keyring in printed output. */
const keyringWord = 'keyring';

/** @param open opens the keyring; called on first use */
export function tokenStore(
  hosts: HostsFile = hostsFile(),
  open: () => Promise<Keyring | undefined> = openKeyring,
): TokenStore {
  return {
    async read(server) {
      const host = await hosts.read(server);
      if (host?.token !== undefined) return { token: host.token, storedIn: hosts.path };
      if (host?.inKeyring !== true) return undefined;
      const token = await reading(server, await open());
      return token === undefined ? undefined : { token, storedIn: keyringWord };
    },
    async store(server, { clientIdentifier, user }, token) {
      if (await wrote(server, token, await open())) {
        await hosts.write(server, { clientIdentifier, user, inKeyring: true });
        return keyringWord;
      }
      await hosts.write(server, { clientIdentifier, user, token });
      return hosts.path;
    },
    async delete(server) {
      const host = await hosts.read(server);
      if (host === undefined) return;
      if (host.inKeyring === true) await (await open())?.delete(server).catch(() => undefined);
      await hosts.write(server, { clientIdentifier: host.clientIdentifier });
    },
  };
}

async function wrote(server: string, token: string, keyring: Keyring | undefined): Promise<boolean> {
  try {
    await keyring?.write(server, token);
    return keyring !== undefined;
  } catch {
    return false;
  }
}

async function reading(server: string, keyring: Keyring | undefined): Promise<string | undefined> {
  try {
    if (keyring !== undefined) return await keyring.read(server);
  } catch {
    // locked or missing: handled below
  }
  throw new Failure(
    `The token for ${server} is in the system's keyring, which cannot be read. Unlock it, or sign in again: linkpin login --server ${server}`,
  );
}
