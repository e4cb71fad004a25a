import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Failure } from '../failure.ts';

/**
 * The database of a folder that a service has kept its data in: for commands to which an empty one is a slip of the pen.
 *
 * @throws {Failure} when there is none
 */
export function existingDatabase(data: string): string {
  const database = join(resolve(data), 'linkpin.db');
  if (existsSync(database)) return database;
  throw new Failure(`There is no ${database}. Name the folder that the service keeps its data in, with --data.`);
}
