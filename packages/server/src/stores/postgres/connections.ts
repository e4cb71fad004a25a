import { setTimeout as pause } from 'node:timers/promises';
import type { PostgresAddress } from './address.ts';
import { Durations } from '../../domain/durations.ts';
import { storeBounds } from '../../service/ports/store-metrics.ts';
import { loadDriver } from './driver.ts';
import {
  ConnectionLostError,
  isConflict,
  isOutdated,
  isReadOnly,
  messageOf,
  PostgresStartError,
  stateOf,
  toStoreError,
  UnknownOutcomeError,
} from './errors.ts';
import { Pool, type PrimaryState } from './pool.ts';
import { findPrimary, NoPrimaryError } from './primary.ts';
import { limits, type Access, type Query, type QueryResult, type ServerConnection } from './server-connection.ts';

/** A transaction's connection. Queries that are sent without awaiting the ones before are pipelined, in order. */
export interface Connection {
  query(query: Query): Promise<QueryResult>;
}

/** A connection for one purpose. */
export interface Dedicated extends Connection {
  close(): Promise<void>;
}

/** How connections are opened. */
export interface ConnectionsOptions {
  /** Whether a pooler in transaction mode (PgBouncer) is in between. */
  readonly pooled?: boolean;
  /** How many there may be, dedicated ones aside; 10 by default. */
  readonly most?: number;
  /** How long to wait for a server that is out of reach at the start, in milliseconds; 30,000 by default. */
  readonly waitFor?: number;
  /** Told once, when there is something to wait for. */
  readonly onWaiting?: (why: string) => void;
}

/** How a transaction is run. */
export interface TransactionOptions {
  /** Whether a crash of the server may lose it (`synchronous_commit = off`), which commits sooner. */
  readonly asynchronous?: boolean;
  /** How long each statement, each lock and each pause between statements may take, in milliseconds, instead of the usual. */
  readonly timeout?: number;
}

/** How often a transaction is run at most, and until how many milliseconds after its start it is run again. */
const [mostRuns, againWithin] = [5, 1000];

/** Between two looks for a server at the start, in milliseconds. */
const startPause = 250;

/** The connections of a store to its PostgreSQL servers, of which one at a time can be written to. */
export class Connections {
  /** How long statements took, until their answer. */
  readonly statements: Durations;
  readonly #pool: Pool;
  readonly #pooled: boolean;

  private constructor(pool: Pool, { pooled, statements }: Pick<Access, 'pooled' | 'statements'>) {
    this.#pool = pool;
    this.#pooled = pooled;
    this.statements = statements;
  }

  /**
   * Finds the primary and connects to it.
   *
   * @throws {PostgresStartError} if it is not reached in time, or cannot be used
   */
  static async open(address: PostgresAddress, options: ConnectionsOptions = {}): Promise<Connections> {
    const { pooled = false, most = 10, waitFor = 30_000, onWaiting } = options;
    const access: Access = { driver: await loadDriver(), address, pooled, statements: new Durations(storeBounds) };
    const end = performance.now() + waitFor;
    for (let isFirst = true; ; isFirst = false) {
      try {
        return new Connections(new Pool(access, most, await findPrimary(access, 0)), access);
      } catch (error) {
        if (!(error instanceof NoPrimaryError)) throw error;
        const left = end - performance.now();
        if (left <= 0) throw new PostgresStartError(`PostgreSQL is out of reach: ${error.message}.`);
        if (isFirst) onWaiting?.(error.message);
        await pause(Math.min(startPause, left));
      }
    }
  }

  /** Of the primary that was found last. */
  get state(): PrimaryState {
    return this.#pool.state;
  }

  /** How many connections there are, and how many wait for one. */
  get size(): { readonly open: number; readonly waiting: number } {
    return { open: this.#pool.size, waiting: this.#pool.waiting };
  }

  /** Refuses servers with a lower timeline from now on: one that was promoted later has been seen. */
  refuseTimelinesBelow(timeline: number): void {
    this.#pool.refuseTimelinesBelow(timeline);
  }

  /**
   * Runs one statement, which is a transaction of its own.
   *
   * @throws {UnknownOutcomeError} if the answer was lost
   * @throws {StoreBusyError} if nothing was done
   */
  async query(query: Query): Promise<QueryResult> {
    const connection = await this.#pool.share();
    const wasLost = connection.lost !== undefined;
    try {
      return await connection.query(query);
    } catch (error) {
      this.#judge(connection, error);
      if (isOutdated(error)) return this.query(query);
      throw error instanceof ConnectionLostError && !wasLost ? unknownOutcome(error) : toStoreError(error);
    }
  }

  /**
   * Runs a transaction (READ COMMITTED). `work` is called again when others were in the way (40001, 40P01, 23505), and when
   * the connection was lost before the commit was sent.
   *
   * @throws {UnknownOutcomeError} if the answer to the commit was lost
   * @throws {StoreBusyError} if nothing was done; whatever else `work` throws, after a rollback
   */
  async transaction<Result>(
    work: (connection: Connection) => Promise<Result>,
    options: TransactionOptions = {},
  ): Promise<Result> {
    const end = performance.now() + againWithin;
    for (let run = 1; ; run += 1) {
      const connection = await this.#pool.take();
      try {
        return await runTransaction(connection, work, this.#begin(options), options.timeout);
      } catch (error) {
        this.#judge(connection, error);
        if (!mayPass(error) || run >= mostRuns || performance.now() > end) throw toStoreError(error);
      } finally {
        this.#pool.giveBack(connection);
      }
      await pause(Math.random() * 10 * run);
    }
  }

  /**
   * Opens a connection for one purpose: LISTEN, or a lock of the session.
   *
   * @param on `lost` is called once, when it ends without being closed, or another primary has taken over
   * @throws {StoreBusyError} if the primary is out of reach
   */
  async dedicated(on: {
    readonly lost: (why: Error) => void;
    readonly notification?: (channel: string, payload: string) => void;
  }): Promise<Dedicated> {
    if (this.#pooled) throw new TypeError('Behind a pooler no connection is dedicated: open one to the server itself.');
    const connection = await this.#pool.dedicate(on.lost);
    if (on.notification !== undefined) connection.onNotification = on.notification;
    return {
      query: (query) =>
        connection.query(query).catch((error: unknown) => {
          throw toStoreError(error);
        }),
      close: () => this.#pool.retire(connection),
    };
  }

  /** What operators should know: that a crash of the primary may lose what was confirmed. */
  async warnings(): Promise<readonly string[]> {
    const { rows } = await this.query({ text: askReplication });
    const { names, commit } = rows[0] as { readonly names: string; readonly commit: string };
    if (commit === 'off' || commit === 'local') {
      return [`synchronous_commit is ${commit}: what was confirmed last is lost when the primary is lost.`];
    }
    if (names.trim() !== '') return [];
    return [
      'No synchronous standby (synchronous_standby_names): what was confirmed last is lost when the primary is lost.',
    ];
  }

  /** Lets what is under way come to its end. */
  close(): Promise<void> {
    return this.#pool.close();
  }

  /** Whether a connection is good for more after an error. */
  #judge(connection: ServerConnection, error: unknown): void {
    if (isReadOnly(error)) connection.destroy(messageOf(error));
    if (isOutdated(error)) void this.#pool.retire(connection);
  }

  #begin({ asynchronous = false, timeout }: TransactionOptions): string {
    const settings = asynchronous ? ['synchronous_commit = off'] : [];
    if (this.#pooled || timeout !== undefined) {
      settings.push(
        `statement_timeout = ${timeout ?? limits.statement}`,
        `lock_timeout = ${timeout ?? limits.lock}`,
        `idle_in_transaction_session_timeout = ${timeout ?? limits.idleInTransaction}`,
      );
    }
    return ['begin isolation level read committed read write', ...settings.map((one) => `set local ${one}`)].join('; ');
  }
}

const askReplication = `select current_setting('synchronous_standby_names') as names,
  current_setting('synchronous_commit') as commit`;

/** Whether a transaction that failed so may succeed when it is run again, and has done nothing. */
function mayPass(error: unknown): boolean {
  return isConflict(error) || isReadOnly(error) || isOutdated(error) || error instanceof ConnectionLostError;
}

async function runTransaction<Result>(
  connection: ServerConnection,
  work: (connection: Connection) => Promise<Result>,
  begin: string,
  timeout: number = limits.statement,
): Promise<Result> {
  const patience = timeout + limits.answer - limits.statement;
  let failure: { readonly error: unknown } | undefined;
  const query = (one: Query): Promise<QueryResult> => {
    const answer = connection.query(one, patience);
    // Handled here, whether or not it is awaited: one that failed fails the transaction.
    answer.catch((error: unknown) => (failure ??= { error }));
    return answer;
  };
  const begun = query({ text: begin });
  let result;
  try {
    result = await work({ query });
    await begun;
  } catch (thrown) {
    await connection.query({ text: 'rollback' }).catch(() => {});
    // Whatever is sent after a failed statement fails, too, and says nothing else (25P02).
    throw failure !== undefined && (mayPass(failure.error) || stateOf(thrown) === '25P02') ? failure.error : thrown;
  }
  await commit(connection, patience, () => failure?.error);
  return result;
}

async function commit(connection: ServerConnection, patience: number, failure: () => unknown): Promise<void> {
  if (connection.lost !== undefined) throw connection.lost;
  let done;
  try {
    done = await connection.query({ text: 'commit' }, patience);
  } catch (error) {
    throw error instanceof ConnectionLostError ? unknownOutcome(error) : error;
  }
  if (done.command !== 'COMMIT') throw failure();
}

function unknownOutcome(cause: ConnectionLostError): UnknownOutcomeError {
  return new UnknownOutcomeError(`Whether the store has done it is not known: ${messageOf(cause)}.`, { cause });
}
