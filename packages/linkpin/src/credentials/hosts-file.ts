import { join } from 'node:path';
import type { SavedPlexPin } from '@linkpin/client';
import { configFolder, readPrivateFile, writePrivateFile } from '@linkpin/client/cli';
import { Failure } from '../failure.ts';

/** The stored state for one server. */
export interface Host {
  /** This machine's permanent client identifier at that server. Each server gets its own. */
  readonly clientIdentifier: string;
  /** The name of the token's account, as the server reported it. */
  readonly user?: string | undefined;
  /** Absent if this machine is not signed in there, or if the token is stored in the keyring. */
  readonly token?: string | undefined;
  /** True if the token is stored in the system's keyring. */
  readonly inKeyring?: true | undefined;
  /** A pin that was requested and is to be redeemed by a later run of the command. */
  readonly pending?: SavedPlexPin | undefined;
}

/** Keyed by address, as returned by `serverAddress`. */
export type Hosts = Readonly<Record<string, Host>>;

/** The known servers, by address, in a file that only its owner can read. */
export interface HostsFile {
  readonly path: string;
  /** True if the file does not exist yet. */
  isNew(): Promise<boolean>;
  /** The stored state for a server, or undefined. */
  read(server: string): Promise<Host | undefined>;
  /** The stored state of every server. */
  all(): Promise<Hosts>;
  write(server: string, host: Host): Promise<void>;
}

/**
 * @param folder its folder; created if missing
 * @throws {Failure} from its methods, if the file is damaged; LinkpinClientError `storage` if it cannot be accessed
 */
export function hostsFile(folder: string = configFolder('linkpin')): HostsFile {
  const path = join(folder, 'hosts.json');
  return {
    path,
    isNew: async () => (await readPrivateFile(path)) === undefined,
    read: async (server) => (await readHosts(path))[server],
    all: () => readHosts(path),
    async write(server, host) {
      const hosts = { ...(await readHosts(path)), [server]: host };
      await writePrivateFile(path, `${JSON.stringify({ hosts }, null, 2)}\n`);
    },
  };
}

async function readHosts(path: string): Promise<Hosts> {
  const text = await readPrivateFile(path);
  if (text === undefined) return {};
  try {
    const { hosts } = JSON.parse(text) as { readonly hosts?: Hosts };
    if (typeof hosts === 'object' && hosts !== null && !Array.isArray(hosts)) return hosts;
  } catch {
    // reported below, like any other content that we did not write
  }
  throw new Failure(`${path} is not what linkpin wrote there. Mend it, or remove it and sign in again.`);
}
