import { isSynced } from '../sql/durability.ts';
import type { Sql } from '../sql/sql.ts';
import type { Writer } from '../sql/writer.ts';
import { sharedWrites, type Writes } from '../sql/writes.ts';
import type { ChangedPin } from '../sql/writes/pins.ts';
import { rowOf } from '../sql/grant-rows.ts';
import type { NewGrant } from '../sql/writes/grants.ts';
import type { AccessTokenRow } from '../sql/schema.ts';
import type { FirstTokens } from '../sql/writes/oauth-tokens.ts';
import type { Settling, Spending } from '../sql/writes/budgets.ts';
import type { NewPin } from '../sql/new-pin-row.ts';
import { addGrant } from './add-grant.ts';
import { addAccessToken, addFamily } from './add-tokens.ts';
import type { Connections } from './connections.ts';
import { PinInserter } from './insert-pins.ts';
import { locksOf } from './locks.ts';
import { MessageCount } from './message-count.ts';
import { PostgresTransaction } from './postgres-sql.ts';
import { replacePin } from './replace-pin.ts';
import { exhaustedOf, holdBudgets, settleBudgets, spendBudgets } from './spend-budgets.ts';
import type { Query } from './server-connection.ts';

type Operations = Readonly<Record<string, (on: PostgresTransaction, value: unknown) => Promise<unknown>>>;

/** Reads nothing: what a write would change is not looked up here to find out whether it may follow. */
const nothingRead: Sql = { get: () => undefined, all: () => [] };

/** Runs the operations on PostgreSQL: most as they stand in a transaction, the most frequent ones as one statement. */
export class Writing implements Writer {
  /** How many writes are under way. */
  waiting = 0;
  readonly #connections: Pick<Connections, 'query' | 'transaction'>;
  readonly #inserter: PinInserter;
  readonly #ring: () => void;
  readonly #messages = new MessageCount();
  readonly #own: Readonly<Record<string, (value: never) => Promise<unknown>>> = {
    insertPin: (pin: NewPin) => this.#inserter.insert(pin),
    replacePin: (pin: ChangedPin) => this.#replacePin(pin),
    sweepPins: (slice: unknown) => this.#sweepPins(slice),
    addGrant: (grant: NewGrant) => this.#addGrant(grant),
    addFamily: async (first: FirstTokens) => void (await this.#connections.query(addFamily(first))),
    addAccessToken: async (row: AccessTokenRow) => void (await this.#connections.query(addAccessToken(row))),
    spendBudgets: (spending: Spending) => this.#takeBudgets(spending, spendBudgets(spending)),
    holdBudgets: (spending: Spending) => this.#takeBudgets(spending, holdBudgets(spending)),
    settleBudgets: (settling: Settling) => this.#connections.query(settleBudgets(settling)),
  };

  /** @param ring is called after a change that others remember is committed */
  constructor(connections: Pick<Connections, 'query' | 'transaction'>, ring: () => void) {
    this.#connections = connections;
    this.#inserter = new PinInserter((query) => connections.query(query));
    this.#ring = ring;
  }

  async write<Name extends keyof Writes>(
    name: Name,
    value: Parameters<Writes[Name]>[1],
  ): Promise<Awaited<ReturnType<Writes[Name]>>> {
    const own = this.#own[name];
    this.waiting += 1;
    try {
      const done = await (own === undefined ? this.#run(name, value) : own(value as never));
      return done as Awaited<ReturnType<Writes[Name]>>;
    } finally {
      this.waiting -= 1;
    }
  }

  async #run<Name extends keyof Writes>(name: Name, value: Parameters<Writes[Name]>[1]): Promise<unknown> {
    const locks = locksOf(name, value);
    const operation = (sharedWrites as unknown as Operations)[name];
    let hasChanged = false;
    const done = await this.#connections.transaction(
      async (connection) => {
        const transaction = new PostgresTransaction(connection, this.#messages);
        // Sent along with what comes next: nothing of that is read before the lock is there. If it fails, so does the rest.
        if (locks.length > 0) transaction.lock(locks).catch(() => {});
        const result = await operation?.(transaction, value);
        ({ hasChanged } = transaction);
        return result;
      },
      { asynchronous: !(await isSynced(name, value, nothingRead)) },
    );
    if (hasChanged) this.#ring();
    return done;
  }

  async #replacePin(pin: ChangedPin): Promise<boolean> {
    // A message is joined or put into the outbox by what stands there.
    if (pin.entries.some(({ message }) => message)) return (await this.#run('replacePin', pin)) as boolean;
    const { rowCount } = await this.#connections.query(
      replacePin(pin, !(await isSynced('replacePin', pin, nothingRead))),
    );
    if (rowCount === 0) return false;
    this.#ring();
    return true;
  }

  /** With the notes of changes that every replica has seen, or is too late for; see `PostgresChanges`. */
  async #sweepPins(slice: unknown): Promise<unknown> {
    const text = `delete from pin_changes where at < now() - interval '10 minutes'`;
    await this.#connections.query({ name: 'linkpin sweep changes', text });
    return this.#run('sweepPins', slice as Parameters<Writes['sweepPins']>[1]);
  }

  async #addGrant(added: NewGrant): Promise<boolean> {
    if (added.passwordHash === undefined) {
      const { rowCount } = await this.#connections.query(addGrant(rowOf(added.grant)));
      if (rowCount === 1) return true;
    }
    return (await this.#run('addGrant', added)) as boolean;
  }

  async #takeBudgets(spending: Spending, query: Query): Promise<unknown> {
    const { rows } = await this.#connections.query(query);
    return exhaustedOf(spending, rows[0]?.['spent']);
  }
}
