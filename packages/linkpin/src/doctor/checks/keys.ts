import { existsSync } from 'node:fs';
import type { SecretKey, Settings } from '@linkpin/server';
import { pathsIn } from '../../serve/data-folder.ts';
import { keyFilePath, mustHaveKeys, openKeys } from '../../serve/secret-keys.ts';
import { explainStartError } from '../../serve/start-errors.ts';
import { findingsOf, type Finding } from '../finding.ts';

const { ok, note, wrong } = findingsOf('keys');

/** What there is of the secret keys. */
export interface KeysFound {
  /** None if there are none yet, or they cannot be read. */
  readonly keys: readonly SecretKey[];
  readonly finding: Finding;
}

/** Whether the secret keys are there, and can be read by their owner alone. Makes none. */
export async function checkKeys(settings: Settings): Promise<KeysFound> {
  const paths = pathsIn(settings.data);
  try {
    mustHaveKeys(paths, settings);
    const path = keyFilePath(paths.keyFile);
    if (path !== null && !existsSync(path)) {
      return { keys: [], finding: note(`There are none in ${path} yet. The first start makes them.`) };
    }
    const keys = await openKeys(paths.keyFile);
    const where = path ?? 'LINKPIN_KEYS';
    const count = keys.length === 1 ? 'One key' : `${keys.length} keys`;
    return { keys, finding: ok(`${count} in ${where}; ${keys[0]?.kid} is the newest.`) };
  } catch (error) {
    const explained = explainStartError(error, settings) as Error;
    const mend = 'Without the keys that made them, waiting codes, links in mails and JWTs are lost.';
    return { keys: [], finding: wrong(explained.message, mend) };
  }
}
