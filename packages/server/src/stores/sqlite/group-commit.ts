import type { Connection } from './connection.ts';
import type { Awaitable } from '../../domain/awaitable.ts';
import { passes } from './errors.ts';

/** The outcome of one caller's work. If it `passes`, a retry may succeed. */
export type Outcome = { readonly done: unknown } | { readonly failed: string; readonly passes: boolean };

/**
 * Commits the work of many callers in one transaction, so that one sync serves all. Each has a savepoint, so that one that
 * fails does not affect the others. If the whole transaction fails, each is retried in its own, so that one that does not
 * fit on the disk does not fail the others.
 *
 * @param work of the callers, in order; it may run twice, but takes effect once
 * @param isSynced see {@link Connection.begin}
 * @returns an outcome for each: `done` is committed, `failed` had no effect
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
 * Work that does not wait has its outcome at once: a promise for each of many pins would cost more than its statements do.
 *
 * @throws when the whole transaction is lost: SQLite rolls it back on some errors
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
