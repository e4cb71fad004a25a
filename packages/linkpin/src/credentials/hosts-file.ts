import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { SavedPlexPin } from '@linkpin/client';
import { Failure, systemCode } from '../failure.ts';
import { makeFolder } from '../make-folder.ts';
import { configFolder } from './config-folder.ts';

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
 * @throws {Failure} from its methods, if the file is damaged or cannot be accessed
 */
export function hostsFile(folder: string = configFolder()): HostsFile {
  const path = join(folder, 'hosts.json');
  return {
    path,
    isNew: async () => (await readText(path)) === undefined,
    read: async (server) => (await readHosts(path))[server],
    all: () => readHosts(path),
    async write(server, host) {
      const hosts = { ...(await readHosts(path)), [server]: host };
      await replace(path, `${JSON.stringify({ hosts }, null, 2)}\n`);
    },
  };
}

/**
 * Reads a file of ours; undefined if there is none.
 *
 * @throws {Failure} if it cannot be read
 */
export async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw new Failure(`${path} cannot be read (${systemCode(error)}). Your user must own it.`);
  }
}

async function readHosts(path: string): Promise<Hosts> {
  const text = await readText(path);
  if (text === undefined) return {};
  try {
    const { hosts } = JSON.parse(text) as { readonly hosts?: Hosts };
    if (typeof hosts === 'object' && hosts !== null && !Array.isArray(hosts)) return hosts;
  } catch {
    // reported below, like any other content that we did not write
  }
  throw new Failure(`${path} is not what linkpin wrote there. Mend it, or remove it and sign in again.`);
}

/**
 * Writes a file that only its owner can read. Writes to a temporary name and renames, so that a crash leaves the old
 * file or the new one, never a partial one.
 *
 * @throws {Failure} if it cannot be written
 */
export async function replace(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    makeFolder(dirname(resolve(path)));
    const publicId = await open(draft, 'wx', 0o600);
    try {
      await publicId.writeFile(text);
      await publicId.sync();
    } finally {
      await publicId.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw new Failure(`${path} cannot be written (${systemCode(error)}), so the token was not kept.`);
  }
}
