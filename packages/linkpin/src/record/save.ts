import { existsSync } from 'node:fs';
import { link, open, rm } from 'node:fs/promises';
import { Failure, systemCode } from '../failure.ts';

const taken = (path: string): Failure => new Failure(`${path} already exists. Choose another name with --out.`);

/** @throws {Failure} if there is a file already */
export function assertFree(path: string): void {
  if (existsSync(path)) throw taken(path);
}

/**
 * Writes a new file that only its owner can read, all of it or nothing.
 *
 * @throws {Failure} if it is there already, or cannot be written
 */
export async function saveNew(path: string, text: string): Promise<void> {
  const unfinished = `${path}.${process.pid}.new`;
  try {
    const handle = await open(unfinished, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    // Unlike a rename, it replaces nothing.
    await link(unfinished, path);
  } catch (error) {
    if (systemCode(error) === 'EEXIST') throw taken(path);
    throw new Failure(
      `${path} cannot be written (${systemCode(error) ?? String(error)}). Choose another place with --out.`,
    );
  } finally {
    await rm(unfinished, { force: true });
  }
}
