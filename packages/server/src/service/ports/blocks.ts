/** Who blocked: a person for the own account; reports of several people, or the operator, for everybody. */
export type BlockedBy = 'person' | 'reports' | 'operator';

/** A requester that is not served for a while. */
export interface Block {
  /** Random, 128 bits. */
  readonly id: string;
  /**
   * What the requester is known by; see the core's `requesterKeyOf`. It may hold an address, so it is shown to nobody
   * but the operator.
   */
  readonly requesterKey: string;
  /** The account that it is blocked for; null when it is for everybody. */
  readonly account: string | null;
  /** What it called itself, as it may be shown. */
  readonly name: string;
  readonly by: BlockedBy;
  /** Milliseconds since the epoch, as all times. */
  readonly at: number;
  /** From this instant on it is over. */
  readonly until: number;
}

/** Somebody whose word counts says that a requester was none of theirs. */
export interface Report {
  readonly requesterKey: string;
  /** Account id. */
  readonly account: string;
  /** The network that it came from, wide enough that one person does not have many. */
  readonly network: string;
  readonly at: number;
  /** From this instant on it does not count. */
  readonly until: number;
}

/** Where blocks and reports live. Each method is atomic; see `PinStore` for what that promises. */
export interface Blocks {
  /** Adds a block, in place of one of the same mark and account. */
  put(block: Block): Promise<void>;
  /** The block of a mark that is live, for an account or, with null, for everybody. */
  find(requesterKey: string, account: string | null, now: number): Promise<Block | undefined>;
  /** The live blocks of an account or, with null, those for everybody; the newest first. */
  listFor(account: string | null, now: number): Promise<readonly Block[]>;
  /** False when the account, or everybody, has no such block. */
  remove(id: string, account: string | null): Promise<boolean>;
  /**
   * Notes a report, in place of an earlier one of the same mark and account.
   *
   * @returns from how many networks there are reports of the mark that count at `report.at`, this one included
   */
  report(report: Report): Promise<number>;
  /** Forgets the reports of a mark: those of one account or, with null, all of them. */
  forgetReports(requesterKey: string, account: string | null): Promise<void>;
  /** Forgets up to `limit` blocks and as many reports that were over at `before`. Returns how many. */
  sweep(before: number, limit: number): Promise<number>;
}
