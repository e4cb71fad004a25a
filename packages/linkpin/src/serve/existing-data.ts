import { existsSync } from 'node:fs';
import { moveOf, StoreMovedError, type Settings } from '@linkpin/server';
import { isLinkpinDatabase } from '../backup/copy-database.ts';
import { Failure } from '../failure.ts';
import { pathsIn } from './data-folder.ts';

/**
 * The database of an existing data folder, for commands that make no sense on an empty one.
 *
 * @throws {Failure} if there is none, or it was moved
 */
export function existingDatabase(data: string): string {
  const { database } = pathsIn(data);
  if (!existsSync(database)) {
    throw new Failure(`There is no ${database}. Name the folder that the service keeps its data in, with --data.`);
  }
  mustNotHaveMoved(database);
  return database;
}

/** What to tell of a file that lies unused in the data folder of a service on PostgreSQL; none if it was moved there. */
export function unusedFile({ store, data }: Pick<Settings, 'store' | 'data'>): readonly string[] {
  const { database } = pathsIn(data);
  if (store === undefined || !isLinkpinDatabase(database) || moveOf(database) !== undefined) return [];
  return [`${database} is not used, because LINKPIN_STORE names another database. "linkpin move" would move it there.`];
}

/** @throws {Failure} if a database was moved into PostgreSQL, or may have been */
export function mustNotHaveMoved(database: string): void {
  const move = moveOf(database);
  if (move !== undefined) throw new Failure(new StoreMovedError(database, move).message);
}
