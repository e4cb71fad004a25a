import type { Connection } from './connection.ts';
import { passes } from './errors.ts';

/** What became of one caller's work. What failed and `passes` may be done later. */
export type Outcome = { readonly done: unknown } | { readonly failed: string; readonly passes: boolean };

/**
 * Does the work of many callers in one transaction, so that one sync of the disk serves them all. Each has a savepoint:
 * one that fails fails alone. When the transaction as a whole cannot be kept, each is tried again by itself, so that
 * one that is too much for the disk does not take the others with it.
 *
 * @param work what the callers want done, in order; it may be done twice, but only counts once
 * @param isSynced see {@link Connection.begin}
 * @returns an outcome for each; what is `done` is committed so, and of what `failed` nothing was done
 */
export function commitTogether(
  connection: Connection,
  work: readonly (() => unknown)[],
  isSynced: boolean,
): readonly Outcome[] {
  try {
    connection.begin(isSynced);
  } catch (error) {
    return work.map(() => failure(error));
  }
  try {
    const outcomes = work.map((one) => alone(connection, one));
    connection.do('commit');
    return outcomes;
  } catch (error) {
    if (connection.inTransaction) connection.do('rollback');
    return work.length === 1 ? [failure(error)] : work.flatMap((one) => commitTogether(connection, [one], isSynced));
  }
}

/** @throws when the whole transaction is lost, which SQLite decides on some errors */
function alone(connection: Connection, one: () => unknown): Outcome {
  connection.do('savepoint one');
  try {
    const done = one();
    connection.do('release one');
    return { done };
  } catch (error) {
    if (!connection.inTransaction) throw error;
    connection.do('rollback to one');
    connection.do('release one');
    return failure(error);
  }
}

const failure = (error: unknown): Outcome => ({
  failed: error instanceof Error ? error.message : String(error),
  passes: passes(error),
});
