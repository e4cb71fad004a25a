import type { EventKind } from '../../domain/event-kinds.ts';
import type { NewEntry, AuditEntry } from './events.ts';

/** The progress of recording expiries: all pins up to this one, ordered by expiry and id. */
export interface ExpiryCursor {
  /** Milliseconds since the epoch. */
  readonly endsAt: number;
  readonly id: string;
}

/** A query of entries. */
export interface AuditQuery {
  /** Earliest time. */
  readonly since: number;
  /** Latest time; default: now. */
  readonly until?: number;
  /** Whose entries, or by whom: an account id. Default: everybody's. */
  readonly account?: string;
  /** Event kinds; empty for all. */
  readonly kinds: readonly EventKind[];
  /** Most entries; the newest are returned. */
  readonly limit: number;
}

/** The stored events. Each method is atomic; see `PinStore`. */
export interface AuditLog {
  /** Adds entries, and messages to the outbox for those to be delivered. */
  add(entries: readonly NewEntry[]): Promise<void>;
  /** Returns the progress of recording expiries. */
  expiryCursor(): Promise<ExpiryCursor>;
  /** Adds the expiries between two cursors. False, without effect, if they have already been recorded. */
  addExpiries(entries: readonly NewEntry[], from: ExpiryCursor, to: ExpiryCursor): Promise<boolean>;
  /** Lists the latest entries of an account, newest first. */
  listFor(account: string, limit: number): Promise<readonly AuditEntry[]>;
  /** Lists the entries of a query, oldest first. */
  list(question: AuditQuery): Promise<readonly AuditEntry[]>;
  /** Truncates the addresses of up to `limit` entries before `before` to their /24 or /48. Returns how many. */
  truncateAddresses(before: number, limit: number): Promise<number>;
  /** Deletes up to `limit` entries before `before`. Returns how many. */
  sweep(before: number, limit: number): Promise<number>;
  /** Deletes up to `limit` of the entries beyond `most`, chosen by the core's `planTrim`. Returns how many. */
  trim(most: number, limit: number): Promise<number>;
}
