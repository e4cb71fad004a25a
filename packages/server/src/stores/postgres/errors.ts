import { StoreBusyError } from '../../service/ports/busy.ts';

/** The PostgreSQL store cannot be used as it is: one line that says what to do. Nothing was written. */
export class PostgresStartError extends Error {
  override readonly name: 'PostgresStartError' = 'PostgresStartError';
}

/** This process has other secret keys than those that the database was made with. */
export class OtherKeysError extends Error {
  override readonly name: 'OtherKeysError' = 'OtherKeysError';

  /** @param database what it is called */
  constructor(database: string) {
    super(
      `The database ${database} is used with other secret keys. Give every process on it the same ones: copy the key file of one that runs.`,
    );
  }
}

/**
 * The answer to a commit was lost: what it stands for may or may not have happened. Whoever can look does so; for
 * everybody else the store is busy.
 */
export class UnknownOutcomeError extends StoreBusyError {
  override readonly name: 'UnknownOutcomeError' = 'UnknownOutcomeError';
}

/** A connection has ended, or did not answer in time and was ended. */
export class ConnectionLostError extends Error {
  override readonly name: 'ConnectionLostError' = 'ConnectionLostError';
}

/** The SQLSTATE of an error of the server; undefined for all others. */
export function stateOf(error: unknown): string | undefined {
  const { code, severity } = Object(error) as { readonly code?: unknown; readonly severity?: unknown };
  return typeof code === 'string' && typeof severity === 'string' ? code : undefined;
}

/** Errors after which the server closes the connection: idle for too long, and whatever ends a session. */
const fatal = /^(25P03|57P0[1-5])$/;

/** Whether the server closes the connection after this. */
export function isFatal(error: unknown): boolean {
  return fatal.test(stateOf(error) ?? '');
}

/**
 * A transaction that failed because of others, and may succeed when it is run again: it then finds the row that another one
 * added between its look and its own (23505).
 */
export function isConflict(error: unknown): boolean {
  return /^(40001|40P01|23505)$/.test(stateOf(error) ?? '');
}

/** The server can only be read: it is a standby, or was made one. */
export function isReadOnly(error: unknown): boolean {
  return stateOf(error) === '25006';
}

/** A prepared statement whose table has changed since: nothing was done, and a connection on which it is new can do it. */
export function isOutdated(error: unknown): boolean {
  const { routine } = Object(error) as { readonly routine?: unknown };
  return stateOf(error) === '0A000' && routine === 'RevalidateCachedQuery';
}

/** Classes and codes after which nothing was done and a later attempt may succeed: 08 is the connection, 53 resources, 58 the disk. */
const passing = /^(08|53|58|40001|40P01|25006|25P03|55P03|57)/;

/** What a caller of the store is told: busy if it is about the server and not about the statement. */
export function toStoreError(error: unknown): unknown {
  if (error instanceof ConnectionLostError || passing.test(stateOf(error) ?? '')) {
    return new StoreBusyError(`The store could not do it: ${messageOf(error)}.`, { cause: error });
  }
  return error;
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EPIPE: 'connection reset',
  ETIMEDOUT: 'no answer',
  EHOSTUNREACH: 'no route',
  ENETUNREACH: 'no route',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'the name cannot be resolved now',
  ENOENT: 'no such socket',
  EACCES: 'permission denied',
};

/** An error in a few words, without a full stop. */
export function messageOf(error: unknown): string {
  const { code, message } = Object(error) as { readonly code?: unknown; readonly message?: unknown };
  return (reasons[String(code)] ?? String(message ?? error)).replaceAll(/\s+/g, ' ').replace(/\.$/, '');
}
