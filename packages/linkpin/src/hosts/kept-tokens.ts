import { Failure } from '../failure.ts';
import { hostsFile, type Host, type HostsFile } from './hosts-file.ts';
import { openKeyring, type Keyring } from './keyring.ts';

/** A token and where it is stored. */
export interface KeptToken {
  readonly token: string;
  /** `keyring`, or the path of a file. */
  readonly keptIn: string;
}

/**
 * The tokens of the servers that this machine is signed in at, stored in the keyring if that works, else in the hosts
 * file.
 */
export interface KeptTokens {
  /** The token for a server; undefined if this machine is not signed in there. */
  read(server: string): Promise<KeptToken | undefined>;
  /**
   * Stores a token, replacing the previous one.
   *
   * @returns where it is stored
   */
  keep(server: string, host: Pick<Host, 'clientIdentifier' | 'user'>, token: string): Promise<string>;
  /** Deletes the token only: the client identifier is permanent. */
  forget(server: string): Promise<void>;
}

/** The name of the system's keyring in printed output. */
const keyringWord = 'keyring';

/** @param open opens the keyring; called on first use */
export function keptTokens(
  hosts: HostsFile = hostsFile(),
  open: () => Promise<Keyring | undefined> = openKeyring,
): KeptTokens {
  return {
    async read(server) {
      const host = await hosts.read(server);
      if (host?.token !== undefined) return { token: host.token, keptIn: hosts.path };
      if (host?.inKeyring !== true) return undefined;
      const token = await reading(server, await open());
      return token === undefined ? undefined : { token, keptIn: keyringWord };
    },
    async keep(server, { clientIdentifier, user }, token) {
      if (await wrote(server, token, await open())) {
        await hosts.write(server, { clientIdentifier, user, inKeyring: true });
        return keyringWord;
      }
      await hosts.write(server, { clientIdentifier, user, token });
      return hosts.path;
    },
    async forget(server) {
      const host = await hosts.read(server);
      if (host === undefined) return;
      if (host.inKeyring === true) await (await open())?.forget(server).catch(() => undefined);
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
