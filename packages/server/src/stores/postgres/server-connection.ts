import type pg from 'pg';
import type { Durations } from '../../domain/durations.ts';
import type { PostgresAddress, PostgresHost } from './address.ts';
import { readerOf, type Driver } from './driver.ts';
import { ConnectionLostError, isFatal, messageOf, stateOf, UnknownOutcomeError } from './errors.ts';
import { askFacts, readFacts, type Facts } from './facts.ts';
import { escapeValue, unescapeText } from './text.ts';
import { encryptions, isRefusal, type Encryption } from './tls.ts';

/** One statement. */
export interface Query {
  readonly text: string;
  /** Strings, numbers, booleans, bytes, null, and arrays of these. */
  readonly values?: readonly unknown[];
  /** Prepares it under this name (at most 63 bytes), which then means this text only; ignored behind a pooler. */
  readonly name?: string;
}

/** The rows that a statement returned, and how many it returned or changed. */
export interface QueryResult {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly rowCount: number;
  /** What was done, such as `INSERT`; `ROLLBACK` for a COMMIT of a transaction that had failed. */
  readonly command: string;
}

type Result = pg.QueryResult<Record<string, unknown>>;

/** Milliseconds. The server's own limits come first, so that the client has to drop a connection only when nobody answers. */
export const limits = { statement: 2000, lock: 1000, idleInTransaction: 500, answer: 2500, connect: 2000 } as const;

/** After this long without a word, each side asks whether the other is there; in milliseconds. */
const keepAliveAfter = 5000;

/** The server lets go of what a client that is gone has held (locks, above all) after about ten seconds. */
const serverKeepAlive = '-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3';

/** What connections are opened with. */
export interface Access {
  readonly driver: Driver;
  readonly address: PostgresAddress;
  /** Whether a pooler is in between that gives a server connection to one transaction at a time. */
  readonly pooled: boolean;
  /** Where it is counted how long statements took. */
  readonly statements: Durations;
}

/** A connection to one server, whose queries are sent at once and answered in order. */
export class ServerConnection {
  readonly host: PostgresHost;
  /** What the server said about itself when the connection was opened. */
  readonly facts: Facts;
  /** Why it can no longer be used. */
  lost: ConnectionLostError | undefined;
  /** Called once, when it is lost without being closed. */
  onLost: (error: ConnectionLostError) => void = () => {};
  onNotification: (channel: string, payload: string) => void = () => {};
  /** Queries whose answers have not come. */
  unanswered = 0;
  readonly #client: pg.Client;
  readonly #pooled: boolean;
  readonly #statements: Durations;
  /** A commit did not wait for the synchronous standby to the end. */
  #isUnreplicated = false;

  private constructor(client: pg.Client, host: PostgresHost, facts: Facts, { pooled, statements }: Access) {
    this.#client = client;
    this.host = host;
    this.facts = facts;
    this.#pooled = pooled;
    this.#statements = statements;
    client.on('end', () => this.#lose(new ConnectionLostError(`${host.label} has ended the connection`)));
    client.on('error', (cause) => this.#lose(lostBy(cause)));
    client.on('notification', ({ channel, payload }) => this.onNotification(channel, unescapeText(payload ?? '')));
    client.on('notice', (notice) => {
      // The name of the function is the one part of this warning that is in no human language.
      if (notice.routine === 'SyncRepWaitForLSN') this.#isUnreplicated = true;
    });
  }

  /**
   * Opens a connection and asks the server about itself.
   *
   * @throws the error of the client library, or a PostgresStartError
   */
  static async open(access: Access, host: PostgresHost): Promise<ServerConnection> {
    const ways = host.host.startsWith('/') ? [false as const] : encryptions(access.address);
    for (const [index, encryption] of ways.entries()) {
      const client = makeClient(access, host, encryption);
      // For as long as it lives: an error that nobody listens for would end the process.
      client.on('error', () => {});
      try {
        await client.connect();
        const { rows } = await client.query<Record<string, unknown>>(askFacts);
        return new ServerConnection(client, host, readFacts(rows[0]), access);
      } catch (error) {
        destroy(client);
        if (index === ways.length - 1 || !isRefusal(error)) throw error;
      }
    }
    throw new TypeError('There is no way to connect.');
  }

  /**
   * Sends a statement without waiting for the answers to earlier ones; or several in one text, which have no values and
   * of whose results the last one's is returned.
   *
   * @param patience milliseconds until the connection is given up
   * @throws {ConnectionLostError} if the answer did not come; otherwise the server's own error
   */
  query({ text, values, name }: Query, patience: number = limits.answer): Promise<QueryResult> {
    if (this.lost !== undefined) return Promise.reject(this.lost);
    this.unanswered += 1;
    const sentAt = performance.now();
    return new Promise((resolve, reject) => {
      const config = {
        text,
        query_timeout: patience,
        ...(values === undefined ? {} : { values: values.map(escapeValue) }),
        ...(name === undefined || this.#pooled ? {} : { name }),
      };
      this.#client.query(config, (error: Error | null, results: Result | readonly Result[]) => {
        this.unanswered -= 1;
        this.#statements.add((performance.now() - sentAt) / 1000);
        if (error !== null) return reject(this.#failed(error));
        if (this.#isUnreplicated) return reject(this.#unreplicated());
        const result = Array.isArray(results) ? (results as readonly Result[]).at(-1) : (results as Result);
        resolve({ rows: result?.rows ?? [], rowCount: result?.rowCount ?? 0, command: result?.command ?? '' });
      });
    });
  }

  /** Lets queries that were sent be answered, then says goodbye. */
  async close(): Promise<void> {
    this.lost ??= new ConnectionLostError('the connection is closed');
    // A server that is stopped does not say goodbye.
    const timer = setTimeout(() => destroy(this.#client), limits.answer);
    await this.#client.end();
    clearTimeout(timer);
  }

  /** Ends it at once; queries that were sent fail. */
  destroy(why: string): void {
    this.#lose(new ConnectionLostError(why));
    destroy(this.#client);
  }

  #failed(error: Error): Error {
    if (error.message === 'Query read timeout') this.destroy(`${this.host.label} did not answer in time`);
    else if (isFatal(error)) this.#lose(lostBy(error));
    if (this.lost !== undefined && (stateOf(error) === undefined || isFatal(error))) return this.lost;
    // The values of a row, which may be secrets.
    if ('detail' in error) delete error.detail;
    return error;
  }

  #unreplicated(): UnknownOutcomeError {
    this.#isUnreplicated = false;
    return new UnknownOutcomeError(
      'The store has done it, and its standby perhaps not: the wait for it was cancelled.',
    );
  }

  #lose(error: ConnectionLostError): void {
    if (this.lost !== undefined) return;
    this.lost = error;
    this.onLost(error);
  }
}

function makeClient({ driver, address, pooled }: Access, { host, port }: PostgresHost, ssl: Encryption): pg.Client {
  return new driver.Client({
    host,
    port,
    ssl,
    database: address.database,
    user: address.user,
    // A function, or else it is looked for in the environment and in ~/.pgpass.
    password: () => address.password() as string,
    application_name: address.applicationName,
    connectionTimeoutMillis: limits.connect,
    query_timeout: limits.answer,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveAfter,
    pipeline: true,
    types: readerOf(driver),
    // A pooler refuses such settings: its server connections belong to nobody.
    ...(pooled
      ? {}
      : {
          statement_timeout: limits.statement,
          lock_timeout: limits.lock,
          idle_in_transaction_session_timeout: limits.idleInTransaction,
          // Compiling a statement takes longer than running any of ours.
          options: `${serverKeepAlive} -c jit=off`,
        }),
  });
}

function destroy(client: pg.Client): void {
  client.connection.stream.destroy();
}

function lostBy(cause: Error): ConnectionLostError {
  return new ConnectionLostError(messageOf(cause), { cause });
}
