import type { Connection } from './connection.ts';
import type { Awaitable } from '../../domain/awaitable.ts';
import { passes } from './errors.ts';

/** The outcome of one caller's work. If `passes`, the error is transient and a retry may succeed. */
export type Outcome = { readonly done: unknown } | { readonly failed: string; readonly passes: boolean };

/**
 * Group commit: runs the work of several callers in one transaction, with one fsync for all. Each runs in its own savepoint,
 * so a failure rolls back only its own work. If the transaction itself fails, each is retried in a separate transaction, so
 * that one that does not fit on the disk does not fail the others.
 *
 * @param work the callers' work, in order; it may run twice, but is committed at most once
 * @param isSynced see {@link Connection.begin}
 * @returns an outcome for each: `done` was committed, `failed` was rolled back
 */
export async function commitTogether(
  connection: Connection,
  work: readonly (() => Awaitable<unknown>)[],
  isSynced: boolean,
): Promise<readonly Outcome[]> {
  try {
    connection.begin(isSynced);
  } catch (error) {
    return work.map(() => failure(error));
  }
  try {
    const outcomes: Outcome[] = [];
    for (const one of work) {
      const outcome = alone(connection, one);
      outcomes.push(outcome instanceof Promise ? await outcome : outcome);
    }
    connection.do('commit');
    return outcomes;
  } catch (error) {
    if (connection.inTransaction) connection.do('rollback');
    if (work.length === 1) return [failure(error)];
    const outcomes: Outcome[] = [];
    for (const one of work) outcomes.push(...(await commitTogether(connection, [one], isSynced)));
    return outcomes;
  }
}

/**
 * Runs one caller's work in a savepoint. Synchronous work gets its outcome synchronously: a promise per pin would cost more
 * than its statements.
 *
 * @throws if SQLite has rolled back the whole transaction, as it does on some errors
 */
function alone(connection: Connection, one: () => Awaitable<unknown>): Awaitable<Outcome> {
  connection.do('savepoint one');
  const keep = (done: unknown): Outcome => {
    connection.do('release one');
    return { done };
  };
  const undo = (error: unknown): Outcome => {
    if (!connection.inTransaction) throw error;
    connection.do('rollback to one');
    connection.do('release one');
    return failure(error);
  };
  try {
    const done = one();
    return done instanceof Promise ? done.then(keep).catch(undo) : keep(done);
  } catch (error) {
    return undo(error);
  }
}

const failure = (error: unknown): Outcome => ({
  failed: error instanceof Error ? error.message : String(error),
  passes: passes(error),
});
