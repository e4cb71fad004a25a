import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemCode } from './failure.ts';

/**
 * Creates a folder and its parents, each accessible to its owner only. Not `mkdir` with `recursive`, which never
 * returns where no folder can be created, for example in /proc.
 *
 * @param path absolute
 * @returns false if it existed
 * @throws what node:fs throws
 */
export function makeFolder(path: string): boolean {
  if (existsSync(path)) return false;
  makeFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false; // another process created it first
    throw error;
  }
}
