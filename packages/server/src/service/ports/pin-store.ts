import type { IssueRules } from '../../domain/issue-limits.ts';
import type { NotAdded } from '../../domain/new-pin.ts';
import type { Protocol, Pin, Requester } from '../../domain/pin.ts';
import type { NewEntry } from './events.ts';
import type { ExpiryCursor } from './audit-log.ts';

/** The result of an insert. */
export type Inserted = 'ok' | NotAdded;

/** A pin that expired while it was pending. */
export interface EndedPin extends ExpiryCursor, Pick<Pin, 'protocol' | 'clientId'> {
  readonly requester: Pick<Requester, 'address'>;
}

/** Some of the pins that ended. */
export interface EndedPins {
  readonly pins: readonly EndedPin[];
  /** The last pin of the batch; undefined if no pin has ended since the cursor. */
  readonly to: ExpiryCursor | undefined;
}

/** What is stored with a change of a pin. */
export interface ReplaceOptions {
  /** Entries for the audit log, stored in the same step as the pin, and only if that is. */
  readonly entries?: readonly NewEntry[];
}

/**
 * The pins. Codes are stored as keyed hashes and sealed, never in clear. Methods may be called concurrently; each is
 * atomic, and what it has acknowledged is on the disk (a durable store) or lives as long as the process (the memory
 * store). A method that cannot do its work throws, and then has done nothing.
 *
 * A power cut, unlike a crash of the process, may lose the last second of: who opened a pending pin, an approval until
 * its grant is added, when a token was redeemed or used, and what budgets count.
 */
export interface PinStore {
  /**
   * Adds a new pin. `public-id-taken` if a pin of that protocol with that public id is live or ended less than
   * `publicIdRest` ago; `code-taken` if a live pin has a code that folds alike. An expired pin gives up its code in
   * the same step. The core's `planNewPin` decides in that step, so that concurrent callers cannot exceed the limits.
   *
   * @param rules the limits of a new pin; without them it is still counted
   */
  insert(pin: Pin, now: number, rules?: IssueRules): Promise<Inserted>;
  /** The pin with this public id, ended or not, until it is swept. */
  byPublicId(protocol: Protocol, publicId: string): Promise<Pin | undefined>;
  /** The live pin whose code folds to this, whatever its protocol. */
  byCode(foldedCode: string, now: number): Promise<Pin | undefined>;
  /** The pin with this internal id. */
  byId(key: string): Promise<Pin | undefined>;
  /**
   * The only method that changes a pin: stores `next` if the stored version is still `expectedVersion`. Of concurrent
   * callers with the same expected version exactly one gets true. Id, protocol, public id, kind, code, requester and
   * times never change. A pin that is no longer pending makes room for another.
   */
  replace(next: Pin, expectedVersion: number, options?: ReplaceOptions): Promise<boolean>;
  /**
   * The pending pins that are listed for a local network, the last to expire first. Their codes are not read.
   *
   * @param network as in the core's `listedIn`
   */
  waitingIn(network: string, now: number, limit: number): Promise<readonly Omit<Pin, 'code'>[]>;
  /**
   * Lists up to `limit` pending pins after a cursor, by expiry and id, the first to expire first: of every kind, from
   * everywhere.
   */
  waitingAfter(mark: ExpiryCursor, now: number, limit: number): Promise<readonly Pin[]>;
  /**
   * Reads up to `limit` pins that ended after a cursor and not after `until`, and returns those that were still
   * pending.
   */
  endedAfter(mark: ExpiryCursor, until: number, limit: number): Promise<EndedPins>;
  /** If more than `most` pins are stored: the start of the minute from which on at most so many expire; else 0. */
  retentionCutoff(most: number): Promise<number>;
  /**
   * Deletes up to `limit` pins that ended before `before`, and frees their public ids; so `before` is `publicIdRest`
   * ago, or later only if too many are stored. Returns how many.
   */
  sweep(before: number, limit: number): Promise<number>;
}
