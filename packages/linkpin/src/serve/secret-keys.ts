import { openKeyFile, parseKeys, type SecretKey } from '@linkpin/server';
import { Failure, systemCode } from '../failure.ts';

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
      `The secret keys in ${path} cannot be read (${code}). The user who runs linkpin must own that file.`,
    );
  }
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
