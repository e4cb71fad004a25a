import type { Grant } from '../../domain/grant.ts';
import type { Protocol } from '../../domain/pin.ts';

/** What goes with a new grant. */
export interface GrantOptions {
  /**
   * Hash of the password that its person showed; it is added only while the account has that one. Those that the core's
   * `leastUsed` names end then.
   */
  readonly passwordHash?: string;
}

/** Where grants live. Each method is atomic; see `PinStore` for what that promises. */
export interface Grants {
  /**
   * Adds the grant if the core's `judgeNewGrant` says so. Calling it again changes nothing, so the approver and the
   * redeeming read may both call it.
   *
   * @returns false when the grant or the one that approved it was revoked, or the password is another by now, so that its
   *   token must not be answered
   */
  add(grant: Grant, options?: GrantOptions): Promise<boolean>;
  /** The live grant with this id. */
  byId(id: string): Promise<Grant | undefined>;
  /** The live grant whose token has this hash. */
  byTokenHash(tokenHash: string): Promise<Grant | undefined>;
  /** The live grants of an account, the last used first; one that was never used counts from its linking. */
  listFor(account: string): Promise<readonly Grant[]>;
  /** The live grants of one client in everybody's accounts, in no order. */
  listOf(protocol: Protocol, clientId: string): Promise<readonly Grant[]>;
  /**
   * The one verb of change: stores `next` if the grant is live and its stored version is still `expectedVersion`. Of any
   * number of callers with the same expected version exactly one is told true. Its id, pin, approver, account, protocol and
   * holder never change, and it never gets another token.
   */
  replace(next: Grant, expectedVersion: number): Promise<boolean>;
  /**
   * Ends it at once, and in the same step every grant that it approved, and theirs: their tokens stop. False when the
   * account has no such live grant.
   */
  revoke(id: string, account: string, at: number): Promise<boolean>;
}
