import { closeSync, existsSync, mkdirSync, openSync, statfsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { NetworkFileSystemError } from './errors.ts';

/** The network file systems that Linux tells apart by these numbers (statfs(2)). */
const networkFileSystems: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xfe534d42, 'SMB2'],
  [0xff534d42, 'CIFS'],
  [0x5346414f, 'AFS'],
]);

/**
 * What a network file system is called.
 *
 * @param type as statfs says it
 * @param platform as Node names it; other systems number their file systems otherwise
 * @returns undefined for a local one, or where it cannot be known
 */
export function networkFileSystem(type: number, platform: string): string | undefined {
  return platform === 'linux' ? networkFileSystems.get(type >>> 0) : undefined;
}

/** @throws NetworkFileSystemError when a folder is on one */
export function refuseNetworkFileSystem(folder: string): void {
  const kind = networkFileSystem(statfsSync(folder).type, process.platform);
  if (kind !== undefined) throw new NetworkFileSystemError(folder, kind);
}

/**
 * Creates a folder and those above it. Not by Node's `recursive`, which never returns where nothing can be created, such as
 * in /proc.
 */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

/**
 * Creates the store's file if it is missing, with mode 0600, and its folder with 0700; SQLite gives its log the mode of the
 * file.
 *
 * @throws NetworkFileSystemError
 */
export function prepareFile(file: string): void {
  const folder = dirname(resolve(file));
  makeFolder(folder);
  refuseNetworkFileSystem(folder);
  // Do not open an existing file: closing it would release the locks that this process has on it.
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
}
