import type { EventKind } from '../../domain/event-kinds.ts';
import type { NewEntry, AuditEntry } from './events.ts';

/** How far the ends of pins have been told: all up to this one, by end and then by key. */
export interface ExpiryCursor {
  /** Milliseconds since the epoch. */
  readonly endsAt: number;
  readonly key: string;
}

/** Which entries somebody wants to see. */
export interface AuditQuery {
  /** Not before this instant. */
  readonly since: number;
  /** Of these kinds; of any when empty. */
  readonly kinds: readonly EventKind[];
  /** The newest so many. */
  readonly limit: number;
}

/** Where events are kept. Each method is atomic; see `PinStore` for what that promises. */
export interface AuditLog {
  /** Adds entries, and for those that are to be told a message to the outbox. */
  add(entries: readonly NewEntry[]): Promise<void>;
  /** How far the ends of pins have been told. */
  expiryCursor(): Promise<ExpiryCursor>;
  /** Adds entries about the ends between two marks. False, and nothing done, when somebody has told of them already. */
  addExpiries(entries: readonly NewEntry[], from: ExpiryCursor, to: ExpiryCursor): Promise<boolean>;
  /** The newest entries of an account, the newest first. */
  listFor(account: string, limit: number): Promise<readonly AuditEntry[]>;
  /** What was asked for, the oldest first. */
  list(question: AuditQuery): Promise<readonly AuditEntry[]>;
  /** Cuts the addresses of up to `limit` entries before `before` to their wide network. Answers how many. */
  truncateAddresses(before: number, limit: number): Promise<number>;
  /** Forgets up to `limit` entries before `before`. Answers how many. */
  sweep(before: number, limit: number): Promise<number>;
  /**
   * Forgets up to `limit` of the entries that are more than `most`: bundles first, the oldest first. Answers how many.
   */
  trim(most: number, limit: number): Promise<number>;
}
