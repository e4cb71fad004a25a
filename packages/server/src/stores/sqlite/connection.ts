import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { StoreBusyError } from '../../service/ports/busy.ts';
import { passes } from './errors.ts';
import type { Statement } from '../sql/statement.ts';
import type { Change, Transaction } from '../sql/sql.ts';
import type { WaitingScopes } from '../../domain/live-counts.ts';
import { countMessages } from '../sql/outbox-rows.ts';
import { countSettled } from './pin-counts.ts';
import { recordChange } from './record-change.ts';

/** How long to wait for another process's write lock, in milliseconds. */
const patience = 5000;

/** Pause between retries where SQLite's busy timeout does not apply, in milliseconds. */
const pause = 10;

/** SQLITE_BUSY. */
const sqliteBusy = 5;

/** A prepared statement and how its values are bound. */
interface Ready<Values> {
  readonly prepared: StatementSync;
  readonly bind: (values: Values) => SQLInputValue[];
}

/** A connection to the file, with a cache of prepared statements. */
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

  /** Opens a read-only connection. */
  static forReading(file: string): Connection {
    return new Connection(new DatabaseSync(file, { readOnly: true, timeout: patience }), true);
  }

  /** Opens a read-write connection; see {@link Connection.begin}. */
  static forWriting(file: string): Connection {
    return new Connection(openForWriting(file));
  }

  /** Returns the first row, or undefined. */
  get<Values, Row>(statement: Statement<Values, Row>, values: Values): Row | undefined {
    try {
      const { prepared, bind } = this.#ready(statement);
      return prepared.get(...bind(values)) as Row | undefined;
    } catch (error) {
      throw this.#readError(error);
    }
  }

  /** Returns all rows. */
  all<Values, Row>(statement: Statement<Values, Row>, values: Values): readonly Row[] {
    try {
      const { prepared, bind } = this.#ready(statement);
      return prepared.all(...bind(values)) as unknown as readonly Row[];
    } catch (error) {
      throw this.#readError(error);
    }
  }

  /** Executes a write and returns the number of affected rows. */
  run<Values>(statement: Statement<Values, unknown>, values: Values): number {
    const { prepared, bind } = this.#ready(statement);
    return Number(prepared.run(...bind(values)).changes);
  }

  /** Increments a change counter in the file, which `Changes` reads. */
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
    // Triggers maintain the count.
  }

  /**
   * Begins a write transaction.
   *
   * @param isSynced whether the commit, with all earlier ones, is fsynced before it returns; otherwise it survives a crash of
   *   the process, but a power failure only after the next synced commit
   */
  begin(isSynced: boolean): void {
    if (this.#isSynced !== isSynced) {
      // Not prepared in advance: SQLite applies this pragma when the statement is prepared.
      this.#database.exec(`pragma synchronous = ${isSynced ? 'full' : 'normal'}`);
      this.#isSynced = isSynced;
    }
    this.do('begin immediate');
  }

  /** Executes a statement without parameters, such as `commit`. */
  do(sql: string): void {
    let prepared = this.#commands.get(sql);
    if (prepared === undefined) this.#commands.set(sql, (prepared = this.#database.prepare(sql)));
    prepared.run();
  }

  /** Whether a transaction is open; SQLite rolls some back itself when a statement fails. */
  get inTransaction(): boolean {
    return this.#database.isTransaction;
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  /** Wraps transient read errors in a {@link StoreBusyError}; for writes, the writer does. */
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

/** Opens a database handle with the store's pragmas. */
export function openForWriting(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: patience });
  turnOnLog(database);
  database.exec('pragma synchronous = full');
  return database;
}

/** Switches to WAL mode. SQLite's busy timeout does not cover another process that is doing the same, so retry. */
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
