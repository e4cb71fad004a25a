import type { Settings } from '@linkpin/server';
import { Failure } from '../failure.ts';

/**
 * Refuses a store in PostgreSQL, which is no file to be copied.
 *
 * @param instead the command of PostgreSQL's that does it
 */
export function mustBeFile({ store }: Pick<Settings, 'store'>, instead: string): void {
  if (store === undefined) return;
  throw new Failure(`Everything is kept in PostgreSQL, which has a command of its own for this: ${instead}`);
}
