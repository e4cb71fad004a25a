import { open } from 'node:fs/promises';
import { Failure, systemCode } from './failure.ts';

/**
 * Writes a new file that only its owner can read.
 *
 * @throws {Failure} if it is there already, or cannot be written
 */
export async function writeSecret(path: string, text: string): Promise<void> {
  try {
    const handle = await open(path, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (systemCode(error) === 'EEXIST') throw new Failure(`${path} already exists. Choose another name.`);
    throw new Failure(`${path} cannot be written (${systemCode(error)}). Choose another place.`);
  }
}
