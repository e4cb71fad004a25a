import type { Awaitable } from '../../domain/awaitable.ts';
import type { WaitingScopes } from '../../domain/live-counts.ts';
import type { Statement } from './statement.ts';

/** Executes statements on a connection or in a transaction. Synchronous engines return values, others promises. */
export interface Sql {
  /** Returns the first row, or undefined. */
  get<Values, Row>(statement: Statement<Values, Row>, values: Values): Awaitable<Row | undefined>;
  /** Returns all rows. */
  all<Values, Row>(statement: Statement<Values, Row>, values: Values): Awaitable<readonly Row[]>;
}

/** A change that other processes' caches depend on: of a pin, of clients that were removed, of blocks for everybody. */
export type Change = { readonly pin: string } | 'clients' | 'blocks';

/** A read-write transaction. */
export interface Transaction extends Sql {
  /** Executes a write and returns the number of affected rows. */
  run<Values>(statement: Statement<Values, unknown>, values: Values): Awaitable<number>;
  /** Records a change in its own transaction, so that every process can invalidate its caches. */
  changed(what: Change): Awaitable<void>;
  /** Decrements the counts of waiting pins for one that is no longer pending. */
  madeRoom(scopes: WaitingScopes, expiresAt: number): Awaitable<void>;
  /**
   * The number of queued messages. Exact with a single writer process; otherwise up to a second old, adjusted by this process's
   * own changes.
   */
  waitingMessages(): Awaitable<number>;
  /** Adjusts the number of queued messages. */
  messagesChanged(by: number): void;
}
