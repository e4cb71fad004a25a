import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { readMove, type Move } from '../sqlite/moved.ts';
import { MoveError } from './errors.ts';

/** How long to wait for somebody who reads, in milliseconds. */
const patience = 5000;

/** The file that is moved from, which nobody else writes while this is open. */
export class Source {
  readonly #file: string;
  readonly #database: DatabaseSync;

  private constructor(file: string, database: DatabaseSync) {
    this.#file = file;
    this.#database = database;
  }

  /**
   * Opens a file that nobody else has open. Until {@link mark} others cannot even read it.
   *
   * @throws {MoveError} if somebody has
   */
  static open(file: string): Source {
    const database = new DatabaseSync(file, { timeout: 0 });
    try {
      // SQLite gives up the write-ahead log only to somebody who has the file alone.
      database.exec('pragma locking_mode = exclusive; pragma journal_mode = delete; begin exclusive; commit');
    } catch (error) {
      database.close();
      if (!/locked|busy/.test((error as Error).message)) throw error;
      throw new MoveError(`A service or a command works on ${file}. Stop it, then move.`);
    }
    database.exec('pragma synchronous = full');
    return new Source(file, database);
  }

  get move(): Move | undefined {
    return readMove(this.#database);
  }

  /** Notes in the file that it is moving; from now on others read that, and nothing else of use. */
  mark({ id, place }: Pick<Move, 'id' | 'place'>): void {
    this.#database.exec('delete from moves');
    this.#database.prepare('insert into moves (id, place, is_over) values (?, ?, 0)').run(id, place);
    try {
      this.#database.exec(
        `pragma locking_mode = normal; select 1 from moves; pragma busy_timeout = ${patience}; begin immediate`,
      );
    } catch {
      throw new MoveError(`Another "linkpin move" works on ${this.#file}.`);
    }
  }

  /** All rows of a table in the order in which they were added, where it has one. */
  *rows(table: string, columns: readonly string[]): Iterable<Readonly<Record<string, SQLOutputValue>>> {
    const names = columns.map((name) => `"${name}"`).join(', ');
    yield* this.#database.prepare(`select ${names} from ${table} order by ${this.#key(table)}`).iterate();
  }

  columns(table: string): readonly string[] {
    return this.#database
      .prepare('select name from pragma_table_info(?)')
      .all(table)
      .map(({ name }) => String(name));
  }

  count(table: string): number {
    return Number(this.#database.prepare(`select count(*) as rows from ${table}`).get()?.['rows']);
  }

  /** The highest number that a table has given to a row, those that are gone included; 0 for none. */
  highest(table: string): number {
    return Number(this.#database.prepare('select seq from sqlite_sequence where name = ?').get(table)?.['seq'] ?? 0);
  }

  /** What the newest pins that are not over have in the place of their codes. */
  sealedCodes(now: number): readonly string[] {
    return this.#database
      .prepare('select code_sealed from pins where ends_at > ? order by ends_at desc limit 100')
      .all(now)
      .map((row) => String(row['code_sealed']));
  }

  /** The move is over, and the file of no use any more. */
  finish(): void {
    this.#database.exec('update moves set is_over = 1');
    this.#commit();
  }

  /** There was no move: the file is what it was. */
  undo(): void {
    this.#database.exec('delete from moves');
    this.#commit();
  }

  close(): void {
    this.#database.close();
  }

  #commit(): void {
    if (this.#database.isTransaction) this.#database.exec('commit');
  }

  #key(table: string): string {
    const keys = this.#database.prepare('select name from pragma_table_info(?) where pk > 0 order by pk').all(table);
    return keys.map(({ name }) => `"${String(name)}"`).join(', ');
  }
}
