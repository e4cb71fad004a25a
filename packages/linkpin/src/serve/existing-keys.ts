import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseKeys, type SecretKey } from '@linkpin/server';
import { Failure, systemCode } from '../failure.ts';
import { keyFilePath, openKeys } from './secret-keys.ts';
import { explainStartError } from './start-errors.ts';

/** Settings that say where the keys are, and what to call in an error. */
type Where = Parameters<typeof explainStartError>[1];

/**
 * Reads the keys that a service with these settings uses, and never makes any.
 *
 * @throws {Failure} if there are none, or they cannot be read
 */
export async function existingKeys(settings: Where): Promise<readonly SecretKey[]> {
  const keyFile = join(resolve(settings.data), 'keys.json');
  const path = keyFilePath(keyFile);
  if (path !== null && !existsSync(path)) {
    throw new Failure(`There are no keys in ${path}. Name the folder that the service keeps its data in, with --data.`);
  }
  try {
    return await openKeys(keyFile);
  } catch (error) {
    throw explainStartError(error, settings);
  }
}

/**
 * Checks that a copy of the keys has all that are in use: without one of them, what it sealed or signed is lost.
 *
 * @param copy the path of what `linkpin keys export` made
 * @throws {Failure} if it lacks one, or cannot be read
 */
export async function assertKeysKept(settings: Where, copy: string): Promise<void> {
  const used = await existingKeys(settings);
  let kept: readonly SecretKey[];
  try {
    kept = parseKeys(readFileSync(copy, 'utf8'), copy);
  } catch (error) {
    const code = systemCode(error);
    throw code === undefined
      ? explainStartError(error, settings)
      : new Failure(`The copy of the keys in ${copy} cannot be read (${code}). Make one: linkpin keys export FILE`);
  }
  const lost = used.filter((key) => !kept.some(({ kid, secret }) => kid === key.kid && secret === key.secret));
  if (lost.length === 0) return;
  const which = lost.map(({ kid }) => kid).join(', ');
  throw new Failure(
    `The copy of the keys in ${copy} lacks ${which}, in use now. Make a new one: linkpin keys export FILE`,
  );
}
