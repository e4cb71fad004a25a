import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** A move of a store into PostgreSQL; see the migration `0015-moves`. */
export interface Move {
  readonly id: string;
  /** The destination, such as `db1:5432/linkpin`. */
  readonly place: string;
  /** False from before the copy begins until its commit is confirmed. */
  readonly isOver: boolean;
}

/** The store has been moved into PostgreSQL, or may have been; the file must not be used any more. */
export class StoreMovedError extends Error {
  override readonly name: 'StoreMovedError' = 'StoreMovedError';

  /** @param file the store's file */
  constructor(file: string, { place, isOver }: Move) {
    super(
      isOver
        ? `${file} was moved to PostgreSQL at ${place}, where everything is now. Name that database with LINKPIN_STORE.`
        : `${file} is being moved to PostgreSQL at ${place}, or that was cut short. Run "linkpin move" again: it finds out which, and goes on.`,
    );
  }
}

/** Reads the move of a store; undefined if it was not moved or the file does not exist. */
export function moveOf(file: string): Move | undefined {
  if (!existsSync(file)) return undefined;
  const database = new DatabaseSync(file, { readOnly: existsSync(`${file}-wal`), timeout: 5000 });
  try {
    return readMove(database);
  } finally {
    database.close();
  }
}

/** See {@link moveOf}. */
export function readMove(database: DatabaseSync): Move | undefined {
  if (database.prepare(`select 1 from sqlite_schema where name = 'moves'`).get() === undefined) return undefined;
  const row = database.prepare('select id, place, is_over from moves').get();
  return row && { id: String(row['id']), place: String(row['place']), isOver: row['is_over'] === 1 };
}

/** @throws StoreMovedError */
export function refuseMoved(file: string): void {
  const move = moveOf(file);
  if (move !== undefined) throw new StoreMovedError(file, move);
}
