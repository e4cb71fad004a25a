import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Failure } from '../failure.ts';

/**
 * The database of an existing data folder, for commands that make no sense on an empty one.
 *
 * @throws {Failure} if there is none
 */
export function existingDatabase(data: string): string {
  const database = join(resolve(data), 'linkpin.db');
  if (existsSync(database)) return database;
  throw new Failure(`There is no ${database}. Name the folder that the service keeps its data in, with --data.`);
}
