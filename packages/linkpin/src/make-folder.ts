import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemCode } from './failure.ts';

/**
 * Makes a folder and those above it, each for its owner alone. By hand: Node's own recursion never ends where nothing can be
 * made, in /proc for one.
 *
 * @param path absolute
 * @returns false when it was there
 * @throws what node:fs throws
 */
export function makeFolder(path: string): boolean {
  if (existsSync(path)) return false;
  makeFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false; // another process was faster
    throw error;
  }
}
