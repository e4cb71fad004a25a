import type { WaitingScopes } from '../../domain/live-counts.ts';
import { minuteOf } from '../../domain/issue-limits.ts';
import type { Change, Sql, Transaction } from '../sql/sql.ts';
import type { Statement } from '../sql/statement.ts';
import { countMessages } from '../sql/outbox-rows.ts';
import type { MessageCount } from './message-count.ts';
import type { Query, QueryResult } from './server-connection.ts';

/** The names under which statements are prepared, once on each connection. */
const names = new WeakMap<object, string>();
let lastName = 0;

function nameOf(statement: object): string {
  const known = names.get(statement);
  if (known !== undefined) return known;
  lastName += 1;
  const name = `linkpin ${lastName}`;
  names.set(statement, name);
  return name;
}

/** Whatever runs one query: a connection, or any of many. */
export interface Queryable {
  query(query: Query): Promise<QueryResult>;
}

/** Statements on PostgreSQL. */
export class PostgresSql implements Sql {
  readonly #on: Queryable;

  constructor(on: Queryable) {
    this.#on = on;
  }

  async get<Values, Row>(statement: Statement<Values, Row>, values: Values): Promise<Row | undefined> {
    return (await this.query(statement, values)).rows[0] as Row | undefined;
  }

  async all<Values, Row>(statement: Statement<Values, Row>, values: Values): Promise<readonly Row[]> {
    return (await this.query(statement, values)).rows as readonly unknown[] as readonly Row[];
  }

  protected query<Values>(statement: Statement<Values, unknown>, values: Values): Promise<QueryResult> {
    const { sql, bind } = statement.for('postgres');
    return this.#on.query({ name: nameOf(statement), text: sql, values: bind(values) });
  }
}

const lock = `select pg_advisory_xact_lock(lock) from (
  select distinct hashtextextended(name, 0) as lock from unnest($1::text[]) as name order by 1
) as locks`;

/** A transaction on PostgreSQL that writes. */
export class PostgresTransaction extends PostgresSql implements Transaction {
  readonly #on: Queryable;
  readonly #messages: MessageCount;
  #hasChanged = false;

  /** @param messages of the store that the transaction is on */
  constructor(on: Queryable, messages: MessageCount) {
    super(on);
    this.#on = on;
    this.#messages = messages;
  }

  async run<Values>(statement: Statement<Values, unknown>, values: Values): Promise<number> {
    return (await this.query(statement, values)).rowCount;
  }

  async changed(what: Change): Promise<void> {
    this.#hasChanged = true;
    await this.#on.query({
      name: 'linkpin changed',
      text: 'insert into pin_changes (pin) values ($1)',
      values: [typeof what === 'string' ? null : what.pin],
    });
  }

  async madeRoom({ network, wide, overall, lengths }: WaitingScopes, expiresAt: number): Promise<void> {
    await this.#on.query({
      name: 'linkpin made room',
      text: 'insert into freed_places (scope, minute) select scope, $2 from unnest($1::text[]) as scope',
      values: [[network, wide, overall, ...lengths], minuteOf(expiresAt)],
    });
  }

  waitingMessages(): Promise<number> {
    return this.#messages.read(() => countMessages(this));
  }

  messagesChanged(by: number): void {
    this.#messages.change(by);
  }

  /** Waits for everybody who has one of these locks, and has them until the end. */
  async lock(locks: readonly string[]): Promise<void> {
    await this.#on.query({ name: 'linkpin lock', text: lock, values: [locks] });
  }

  /** Whether others have to be told of a change. */
  get hasChanged(): boolean {
    return this.#hasChanged;
  }
}
