import type { IssueRules } from '../../domain/issue-limits.ts';
import type { NotAdded } from '../../domain/new-pin.ts';
import type { Protocol, Pin, Requester } from '../../domain/pin.ts';
import type { NewEntry } from './events.ts';
import type { ExpiryCursor } from './audit-log.ts';

/** What became of an insert. */
export type Inserted = 'ok' | NotAdded;

/** A pin whose time ran out while nobody had answered. */
export interface EndedPin extends ExpiryCursor, Pick<Pin, 'protocol' | 'clientId'> {
  readonly requester: Pick<Requester, 'address'>;
}

/** Some of the pins that ended. */
export interface EndedPins {
  readonly pins: readonly EndedPin[];
  /** How far this goes; undefined when no pin has ended since the mark. */
  readonly to: ExpiryCursor | undefined;
}

/** What goes with a change of a pin. */
export interface Beside {
  /** What the audit log says of it, kept if the pin is and in the same step. */
  readonly entries?: readonly NewEntry[];
}

/**
 * Where pins live. Codes are kept by keyed hash and sealed, never in clear. Every method may be called at any time by
 * any number of callers; each is atomic, and what it has acknowledged is on the disk (a durable store) or lives as long as
 * the process (the memory store). A method that cannot do its work throws; then nothing of it was done.
 *
 * A power cut, unlike a crash of the process, may lose for up to a second how a pin is looked at while nobody has decided,
 * a yes until the grant that it makes is added, when a token was collected or used, and what budgets count.
 */
export interface PinStore {
  /**
   * Adds a new pin. `handle-taken` when a pin of that protocol with that handle lives or ended less than
   * `publicIdRest` ago; `code-taken` when a live pin has a code that folds alike. An expired pin gives up its code in
   * the same step. All of it is judged by the core's `planNewPin` in that step, so that no number of racing callers passes
   * the limits.
   *
   * @param rules what a new pin has to keep to; it is counted with or without
   */
  insert(pin: Pin, now: number, rules?: IssueRules): Promise<Inserted>;
  /** The pin that a wire knows by this handle, ended or not, as long as the store remembers it. */
  byPublicId(protocol: Protocol, publicId: string): Promise<Pin | undefined>;
  /** The live pin whose code folds to this, whatever its protocol. */
  byCode(foldedCode: string, now: number): Promise<Pin | undefined>;
  /** The pin with this internal id. */
  byId(key: string): Promise<Pin | undefined>;
  /**
   * The one verb of change: stores `next` if the stored version is still `expectedVersion`. Of any number of callers
   * with the same expected version exactly one is told true. Key, protocol, handle, kind, code, requester and times of a
   * pin never change. One that does not wait for an answer any more makes room for another.
   */
  replace(next: Pin, expectedVersion: number, beside?: Beside): Promise<boolean>;
  /**
   * Looks at up to `limit` pins that ended after a mark and not after `until`, and answers which of them were pending
   * still.
   */
  endedAfter(mark: ExpiryCursor, until: number, limit: number): Promise<EndedPins>;
  /**
   * When the pins that are kept are more than `most`: the start of the minute from which on at most so many expire. 0
   * when they are not.
   */
  retentionCutoff(most: number): Promise<number>;
  /**
   * Forgets up to `limit` pins that ended before `before`, handles too; so `before` is `publicIdRest` ago, and later only
   * when too many are kept.
   * Returns how many pins it forgot.
   */
  sweep(before: number, limit: number): Promise<number>;
}
