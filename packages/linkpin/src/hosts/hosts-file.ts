import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { SavedPlexPin } from '@linkpin/client';
import { Failure, systemCode } from '../failure.ts';
import { makeFolder } from '../make-folder.ts';
import { configFolder } from './config-folder.ts';

/** What this machine remembers of one server. */
export interface Host {
  /** Who this machine is to that server, for ever. Each server is told another one. */
  readonly clientIdentifier: string;
  /** Whose token it is, as the server said. */
  readonly user?: string | undefined;
  /** Absent when this machine is not signed in there, or when the token is kept in the keyring. */
  readonly token?: string | undefined;
  /** The token is in the system's keyring. */
  readonly inKeyring?: true | undefined;
  /** A pin that was asked for and is to be collected by another run of the command. */
  readonly pending?: SavedPlexPin | undefined;
}

/** By address, as `serverAddress` gives it. */
export type Hosts = Readonly<Record<string, Host>>;

/** The servers that this machine knows, by address, in a file that only its owner can read. */
export interface HostsFile {
  readonly path: string;
  /** True while there is no such file. */
  isNew(): Promise<boolean>;
  /** What is known of a server; undefined when nothing is. */
  read(server: string): Promise<Host | undefined>;
  /** Every server that is known, with what is known of it. */
  all(): Promise<Hosts>;
  write(server: string, host: Host): Promise<void>;
}

/**
 * @param folder where it lies; made when it is not there
 * @throws {Failure} from its methods, when the file is damaged or cannot be reached
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
 * The text of a file of ours, or undefined when there is none.
 *
 * @throws {Failure} when it cannot be read
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
    // told below, like everything else that is not what we wrote
  }
  throw new Failure(`${path} is not what linkpin wrote there. Mend it, or remove it and sign in again.`);
}

/**
 * Writes a file that only its owner can read, under another name first, so that a crash leaves the old file or the new one
 * and never half of it.
 *
 * @throws {Failure} when it cannot be written
 */
export async function replace(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    makeFolder(dirname(resolve(path)));
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw new Failure(`${path} cannot be written (${systemCode(error)}), so the token was not kept.`);
  }
}
