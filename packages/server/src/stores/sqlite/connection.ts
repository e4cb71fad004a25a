import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { StoreBusyError } from '../../service/ports/busy.ts';
import { passes } from './errors.ts';
import type { Statement } from '../sql/statement.ts';
import type { Change, Transaction } from '../sql/sql.ts';
import type { WaitingScopes } from '../../domain/live-counts.ts';
import { countMessages } from '../sql/outbox-rows.ts';
import { countSettled } from './pin-counts.ts';
import { recordChange } from './record-change.ts';

/** How long to wait for another process that is writing, in milliseconds. */
const patience = 5000;

/** How long to pause between attempts where SQLite does not wait by itself, in milliseconds. */
const pause = 10;

/** SQLite's number for "another connection holds the lock". */
const sqliteBusy = 5;

/** A statement of the store, prepared. */
interface Ready<Values> {
  readonly prepared: StatementSync;
  readonly bind: (values: Values) => SQLInputValue[];
}

/** One connection to the file, which prepares each statement once. */
export class Connection implements Transaction {
  readonly #database: DatabaseSync;
  readonly #statements: Map<unknown, Ready<never>> = new Map();
  readonly #commands: Map<string, StatementSync> = new Map();
  readonly #onlyReads: boolean;
  #isSynced: boolean | undefined;

  constructor(database: DatabaseSync, onlyReads = false) {
    this.#database = database;
    this.#onlyReads = onlyReads;
  }

  /** A connection that can only read. */
  static forReading(file: string): Connection {
    return new Connection(new DatabaseSync(file, { readOnly: true, timeout: patience }), true);
  }

  /** A connection that writes; see {@link Connection.begin}. */
  static forWriting(file: string): Connection {
    return new Connection(openForWriting(file));
  }

  /** The first row, or undefined. */
  get<Values, Row>(statement: Statement<Values, Row>, values: Values): Row | undefined {
    try {
      const { prepared, bind } = this.#ready(statement);
      return prepared.get(...bind(values)) as Row | undefined;
    } catch (error) {
      throw this.#readError(error);
    }
  }

  /** All rows. */
  all<Values, Row>(statement: Statement<Values, Row>, values: Values): readonly Row[] {
    try {
      const { prepared, bind } = this.#ready(statement);
      return prepared.all(...bind(values)) as unknown as readonly Row[];
    } catch (error) {
      throw this.#readError(error);
    }
  }

  /** Runs a statement that changes something. Returns how many rows it touched. */
  run<Values>(statement: Statement<Values, unknown>, values: Values): number {
    const { prepared, bind } = this.#ready(statement);
    return Number(prepared.run(...bind(values)).changes);
  }

  /** Counts a change in the file; `Changes` looks at the count. */
  changed(what: Change): void {
    recordChange(this, what);
  }

  madeRoom(scopes: WaitingScopes, expiresAt: number): void {
    countSettled(this, scopes, expiresAt);
  }

  waitingMessages(): Promise<number> {
    return countMessages(this);
  }

  messagesChanged(): void {
    // Triggers count them.
  }

  /**
   * Begins a transaction that writes.
   *
   * @param isSynced whether the commit is on the disk before it returns, with every commit before it; otherwise it survives
   *   this process, and is on the disk after the next synced commit
   */
  begin(isSynced: boolean): void {
    if (this.#isSynced !== isSynced) {
      // Not a prepared statement: SQLite applies this pragma while it prepares it.
      this.#database.exec(`pragma synchronous = ${isSynced ? 'full' : 'normal'}`);
      this.#isSynced = isSynced;
    }
    this.do('begin immediate');
  }

  /** Runs one statement without values, such as `commit`. */
  do(sql: string): void {
    let prepared = this.#commands.get(sql);
    if (prepared === undefined) this.#commands.set(sql, (prepared = this.#database.prepare(sql)));
    prepared.run();
  }

  /** True between a `begin` and the `commit` or `rollback`; SQLite ends some transactions by itself when they fail. */
  get inTransaction(): boolean {
    return this.#database.isTransaction;
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  /** A {@link StoreBusyError} if a later read may succeed; the writer reports that itself. */
  #readError(error: unknown): unknown {
    if (!this.#onlyReads || !passes(error)) return error;
    return new StoreBusyError(`The store could not read: ${(error as Error).message}.`, { cause: error });
  }

  #ready<Values>(statement: Statement<Values, unknown>): Ready<Values> {
    const known = this.#statements.get(statement) as Ready<Values> | undefined;
    if (known !== undefined) return known;
    const { sql, bind } = statement.for('sqlite');
    const ready = { prepared: this.#database.prepare(sql), bind } as Ready<Values>;
    this.#statements.set(statement, ready as Ready<never>);
    return ready;
  }
}

/** A database handle with the store's own settings. */
export function openForWriting(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: patience });
  turnOnLog(database);
  database.exec('pragma synchronous = full');
  return database;
}

/** Turns on the write-ahead log. SQLite does not wait by itself while another process is doing the same. */
function turnOnLog(database: DatabaseSync): void {
  for (let waited = 0; ; waited += pause) {
    try {
      return database.exec('pragma journal_mode = wal');
    } catch (error) {
      if ((error as { errcode?: number }).errcode !== sqliteBusy || waited >= patience) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
    }
  }
}
