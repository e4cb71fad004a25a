import type { EndOfWait } from '../../domain/polling.ts';

/** A request before its body is read. */
export interface RequestHead {
  readonly method: string;
  /** Path and query, as sent. */
  readonly target: string;
  /** One header by lower-case name, each byte a character. */
  readonly header: (name: string) => string | undefined;
  /** The address at the other end of the connection. */
  readonly peer: string | undefined;
  /** Set when a held request is run again. */
  readonly again?: EndOfWait;
}
