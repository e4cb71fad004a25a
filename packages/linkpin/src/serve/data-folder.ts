import { accessSync, chmodSync, constants, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makePrivateFolder } from '@linkpin/client/cli';
import { Failure, systemCode } from '../failure.ts';

/** The service's data folder. */
export interface DataFolder {
  /** Absolute path. */
  readonly path: string;
  readonly database: string;
  readonly keyFile: string;
  /** True if the folder has just been created. */
  readonly isNew: boolean;
}

/** File names of ours: the mode of a folder that holds nothing else may be changed. */
const ours = /^(linkpin\.db.*|keys\.json.*|address\.json.*|lost\+found)$/;

/**
 * Prepares a folder that only its owner can access. A folder with foreign files keeps its mode: it may be a home
 * folder, and our own files are protected individually.
 *
 * @throws {Failure} if it is not writable
 */
export function prepareDataFolder(data: string): DataFolder {
  const { path, ...files } = pathsIn(data);
  let isNew = false;
  try {
    isNew = makePrivateFolder(path);
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    const loose = (statSync(path).mode & 0o077) !== 0;
    if (loose && process.platform !== 'win32' && readdirSync(path).every((name) => ours.test(name))) lock(path);
  } catch (error) {
    throw new Failure(unusable(path, systemCode(error)));
  }
  return { path, ...files, isNew };
}

/** Where everything of a data folder is, whether it is there or not. */
export function pathsIn(data: string): Omit<DataFolder, 'isNew'> {
  const path = resolve(data);
  return { path, database: join(path, 'linkpin.db'), keyFile: join(path, 'keys.json') };
}

/** Restricts the mode of a folder. Ignores EPERM: a volume may have another owner and still be writable. */
function lock(path: string): void {
  try {
    chmodSync(path, 0o700);
  } catch (error) {
    if (systemCode(error) !== 'EPERM') throw error;
  }
}

function unusable(path: string, code: string | undefined): string {
  switch (code) {
    case 'EEXIST':
    case 'ENOTDIR':
      return `${path} is not a folder, so linkpin cannot keep its data there. Choose a folder with --data.`;
    case 'ENOSPC':
      return `There is no room on the disk for ${path}. Make some, or choose another folder with --data.`;
    default:
      return `linkpin cannot write to its data folder ${path} (${code}). Choose another with --data, or let the user who runs linkpin own this one.`;
  }
}
