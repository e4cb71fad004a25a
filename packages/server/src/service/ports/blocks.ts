/** Who blocked: a person for the own account; reports of several people, or the operator, for everybody. */
export type BlockedBy = 'person' | 'reports' | 'operator';

/** A requester that is not served for a while. */
export interface Block {
  /** Random, 128 bits. */
  readonly id: string;
  /**
   * What the requester is identified by; see the core's `requesterKeyOf`. It may contain an address, so only the
   * operator may see it.
   */
  readonly requesterKey: string;
  /** The account that it is blocked for; null when it is for everybody. */
  readonly account: string | null;
  /** The name that it gave itself, sanitized for display. */
  readonly name: string;
  readonly by: BlockedBy;
  /** Milliseconds since the epoch, as all times. */
  readonly at: number;
  /** The block ends at this instant. */
  readonly until: number;
}

/** A report of a requester by an account whose reports count. */
export interface Report {
  readonly requesterKey: string;
  /** Account id. */
  readonly account: string;
  /** The network that it came from, wide enough that one person does not have many. */
  readonly network: string;
  readonly at: number;
  /** The report stops counting at this instant. */
  readonly until: number;
}

/** The blocks and reports. Each method is atomic; see `PinStore` for what that guarantees. */
export interface Blocks {
  /** Adds a block, replacing one of the same requester key and account. */
  put(block: Block): Promise<void>;
  /** The live block of a requester key, for an account or, with null, for everybody. */
  find(requesterKey: string, account: string | null, now: number): Promise<Block | undefined>;
  /** The live blocks of an account or, with null, those for everybody; the newest first. */
  listFor(account: string | null, now: number): Promise<readonly Block[]>;
  /** Removes a block. Returns false if there is none with this id for the account or, with null, for everybody. */
  remove(id: string, account: string | null): Promise<boolean>;
  /**
   * Stores a report, replacing an earlier one of the same requester key and account.
   *
   * @returns from how many networks there are reports of the requester key that count at `report.at`, including this
   *   one
   */
  report(report: Report): Promise<number>;
  /** Deletes the reports of a requester key: those of one account or, with null, all of them. */
  forgetReports(requesterKey: string, account: string | null): Promise<void>;
  /** Deletes up to `limit` blocks, and as many reports, that had ended at `before`. Returns how many. */
  sweep(before: number, limit: number): Promise<number>;
}
