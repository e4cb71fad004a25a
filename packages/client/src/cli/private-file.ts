import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { storageError } from '../storage.ts';
import { systemCode } from './system-code.ts';

/**
 * Creates a folder and its parents, each accessible to its owner only. Not `mkdir` with `recursive`, which never
 * returns where no folder can be created, for example in /proc.
 *
 * @param path - absolute
 * @returns false if it existed
 * @throws what node:fs throws
 */
export function makePrivateFolder(path: string): boolean {
  if (existsSync(path)) return false;
  makePrivateFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false; // another process created it first
    throw error;
  }
}

/**
 * Reads a file of ours; undefined if there is none.
 *
 * @throws LinkpinClientError `storage` if it cannot be read
 */
export async function readPrivateFile(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw storageError(`file ${path} cannot be read (${systemCode(error)}). Your user must own it.`);
  }
}

/**
 * Writes a file that only its owner can read. Writes to a temporary name and renames, so that a crash leaves the old
 * file or the new one, never a partial one.
 *
 * @throws LinkpinClientError `storage` if it cannot be written
 */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    makePrivateFolder(dirname(resolve(path)));
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw storageError(`file ${path} cannot be written (${systemCode(error)}), so nothing was kept.`);
  }
}
