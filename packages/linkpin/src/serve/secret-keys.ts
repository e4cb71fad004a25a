import { existsSync } from 'node:fs';
import { openKeyFile, parseKeys, type SecretKey } from '@linkpin/server';
import { Failure, systemCode } from '../failure.ts';
import { isLinkpinDatabase } from '../keeping/copy-database.ts';
import type { DataFolder } from './data-folder.ts';

/**
 * The service's secret keys: from `LINKPIN_KEYS`, from the file that `LINKPIN_KEYS_FILE` names, or from the data folder.
 * A file that is not there is made.
 *
 * @param keyFile the one in the data folder
 * @throws {Failure} when a file cannot be read; KeyFileError when it holds something else
 */
export async function openKeys(
  keyFile: string,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<readonly SecretKey[]> {
  const path = keyFilePath(keyFile, environment);
  if (path === null) return parseKeys(environment['LINKPIN_KEYS'] ?? '', 'LINKPIN_KEYS');
  try {
    return await openKeyFile(path);
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    throw new Failure(
      `The secret keys in ${path} cannot be read or made (${code}). The user who runs linkpin must own that file and its folder.`,
    );
  }
}

/**
 * Makes sure that a database has the secret keys that it was made with: with new ones its codes and some of its tokens
 * would silently stop working.
 *
 * @throws {Failure} when there is a database and no file of keys
 */
export function mustHaveKeys(
  { database, keyFile }: Pick<DataFolder, 'database' | 'keyFile'>,
  environment: NodeJS.ProcessEnv = process.env,
): void {
  const path = keyFilePath(keyFile, environment);
  if (path === null || existsSync(path) || !isLinkpinDatabase(database)) return;
  throw new Failure(
    `There are no secret keys in ${path}, and ${database} was made with some. Put them there: "linkpin keys export" copied them. If they are gone, "linkpin serve --new-keys" makes new ones; what the old ones sealed or signed then stops working, such as waiting codes, links that were sent and JWTs.`,
  );
}

/**
 * The file that holds the secret keys.
 *
 * @param keyFile the one in the data folder
 * @returns null when `LINKPIN_KEYS` holds them itself
 * @throws {Failure} when two places are named
 */
export function keyFilePath(keyFile: string, environment: NodeJS.ProcessEnv = process.env): string | null {
  const text = environment['LINKPIN_KEYS'] ?? '';
  const file = environment['LINKPIN_KEYS_FILE'] ?? '';
  if (text !== '' && file !== '')
    throw new Failure('Both LINKPIN_KEYS and LINKPIN_KEYS_FILE are set. Keep one of them.');
  if (text !== '') return null;
  return file === '' ? keyFile : file;
}
