import type { Awaitable } from '../../domain/awaitable.ts';
import type { WaitingScopes } from '../../domain/live-counts.ts';
import type { Statement } from './statement.ts';

/** Where statements run: a connection of an engine, or a transaction on one. An engine that need not wait answers at once. */
export interface Sql {
  /** The first row, or undefined. */
  get<Values, Row>(statement: Statement<Values, Row>, values: Values): Awaitable<Row | undefined>;
  /** All rows. */
  all<Values, Row>(statement: Statement<Values, Row>, values: Values): Awaitable<readonly Row[]>;
}

/** Something that others may remember, and have to be told of: a pin, that clients went, the blocks for everybody. */
export type Change = { readonly pin: string } | 'clients' | 'blocks';

/** A transaction that writes. */
export interface Transaction extends Sql {
  /** Runs a statement that changes something. Returns how many rows it touched. */
  run<Values>(statement: Statement<Values, unknown>, values: Values): Awaitable<number>;
  /** Notes a change, in the step that makes it, for every process that remembers what it was before. */
  changed(what: Change): Awaitable<void>;
  /** Notes that a pin does not wait for an answer any more, so that its place in these counts is free. */
  madeRoom(scopes: WaitingScopes, expiresAt: number): Awaitable<void>;
  /**
   * How many messages wait for the receiver. Exact where one process writes; with several what was so within the last second,
   * and what this one has changed since.
   */
  waitingMessages(): Awaitable<number>;
  /** Notes that so many more messages wait, or fewer. */
  messagesChanged(by: number): void;
}
