import { closeSync, existsSync, mkdirSync, openSync, statfsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { NetworkFileSystemError } from './errors.ts';

/** Network file systems by Linux's magic number (statfs(2)). */
const networkFileSystems: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xfe534d42, 'SMB2'],
  [0xff534d42, 'CIFS'],
  [0x5346414f, 'AFS'],
]);

/**
 * The name of a network file system.
 *
 * @param type `f_type` of statfs(2)
 * @param platform `process.platform`; only Linux's numbers are known
 * @returns undefined for a local file system, and on other platforms
 */
export function networkFileSystem(type: number, platform: string): string | undefined {
  return platform === 'linux' ? networkFileSystems.get(type >>> 0) : undefined;
}

/** @throws NetworkFileSystemError if the folder is on a network file system */
export function refuseNetworkFileSystem(folder: string): void {
  const kind = networkFileSystem(statfsSync(folder).type, process.platform);
  if (kind !== undefined) throw new NetworkFileSystemError(folder, kind);
}

/**
 * Creates a folder and its parents. Node's `recursive` option loops forever where nothing can be created, such as in /proc.
 */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

/**
 * Creates the store's file (mode 0600) and its folder (0700) if missing. SQLite gives the WAL file the mode of the database.
 *
 * @throws NetworkFileSystemError
 */
export function prepareFile(file: string): void {
  const folder = dirname(resolve(file));
  makeFolder(folder);
  refuseNetworkFileSystem(folder);
  // Do not open an existing file: closing it would release this process's POSIX locks on it.
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
}
