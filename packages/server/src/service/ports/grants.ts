import type { Grant } from '../../domain/grant.ts';
import type { Protocol } from '../../domain/pin.ts';

/** Options of a new grant. */
export interface GrantOptions {
  /**
   * Hash of the password that was verified. The grant is added only while the account has that password; those that
   * the core's `leastUsed` names are then revoked.
   */
  readonly passwordHash?: string;
}

/** The grants. Each method is atomic; see `PinStore` for what that guarantees. */
export interface Grants {
  /**
   * Adds the grant if the core's `judgeNewGrant` allows it. Idempotent, so the approval and the redeeming poll may
   * both call it.
   *
   * @returns false if the grant or the one that approved it was revoked, the password was changed, or its person signed
   *   out everywhere: its token must not be returned
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
  /** Up to `limit` live grants of everybody whose ids come after `id`, by id; the first ones after an empty text. */
  listAfter(id: string, limit: number): Promise<readonly Grant[]>;
  /**
   * The only method that changes a grant: stores `next` if the grant is live and its stored version is still
   * `expectedVersion`. Of concurrent callers with the same expected version exactly one gets true. Id, pin, approver,
   * account, protocol and client never change, and a grant never gets another token.
   */
  replace(next: Grant, expectedVersion: number): Promise<boolean>;
  /**
   * Revokes a grant and, in the same step, every grant that it approved, recursively; their tokens stop working at
   * once. Returns false if the account has no such live grant.
   */
  revoke(id: string, account: string, at: number): Promise<boolean>;
}
