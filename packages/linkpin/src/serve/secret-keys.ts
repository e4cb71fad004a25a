import { existsSync } from 'node:fs';
import { openKeyFile, parseKeys, type SecretKey, type Settings } from '@linkpin/server';
import { Failure, systemCode } from '../failure.ts';
import { isLinkpinDatabase } from '../backup/copy-database.ts';
import type { DataFolder } from './data-folder.ts';

/**
 * Loads the service's secret keys from `LINKPIN_KEYS`, from the file in `LINKPIN_KEYS_FILE`, or from the data folder.
 * Creates a missing file.
 *
 * @param keyFile the one in the data folder
 * @throws {Failure} if a file cannot be read; KeyFileError if it is not a key file
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
 * Refuses to create new keys for an existing database: its codes and some of its tokens would silently stop working. Of a
 * PostgreSQL database each process would have its own, so there they are made only on demand.
 *
 * @throws {Failure} if there is a database but no key file
 */
export function mustHaveKeys(
  { database, keyFile }: Pick<DataFolder, 'database' | 'keyFile'>,
  { store }: Pick<Settings, 'store'>,
  environment: NodeJS.ProcessEnv = process.env,
): void {
  const path = keyFilePath(keyFile, environment);
  if (path === null || existsSync(path)) return;
  if (store !== undefined) {
    throw new Failure(
      `There are no secret keys in ${path}, and every process on a database needs the same. Copy the file of one that runs, or begin with "linkpin serve --new-keys".`,
    );
  }
  if (!isLinkpinDatabase(database)) return;
  throw new Failure(
    `There are no secret keys in ${path}, and ${database} was made with some. Put them there: "linkpin keys export" copied them. If they are gone, "linkpin serve --new-keys" makes new ones; what the old ones sealed or signed then stops working, such as waiting codes, links that were sent and JWTs.`,
  );
}

/**
 * The path of the key file.
 *
 * @param keyFile the one in the data folder
 * @returns null if `LINKPIN_KEYS` holds the keys itself
 * @throws {Failure} if both variables are set
 */
export function keyFilePath(keyFile: string, environment: NodeJS.ProcessEnv = process.env): string | null {
  const text = environment['LINKPIN_KEYS'] ?? '';
  const file = environment['LINKPIN_KEYS_FILE'] ?? '';
  if (text !== '' && file !== '')
    throw new Failure('Both LINKPIN_KEYS and LINKPIN_KEYS_FILE are set. Keep one of them.');
  if (text !== '') return null;
  return file === '' ? keyFile : file;
}
