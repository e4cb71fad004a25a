import type { Address } from '../../domain/address.ts';

/** A browser that is signed in. */
export interface Session {
  /** Hash of the secret in the cookie; the secret itself is nowhere. */
  readonly hash: string;
  /** Account id. */
  readonly account: string;
  /** Milliseconds since the epoch, as all times. */
  readonly createdAt: number;
  readonly lastSeenAt: number;
  /** From this instant on the session is over. */
  readonly expiresAt: number;
  readonly address: Address;
  /** The browser's own description of itself. */
  readonly userAgent: string | null;
}

/** Where sessions live. Each method is atomic; see `PinStore` for what that promises. */
export interface Sessions {
  /**
   * Adds a session if its account still has the password that was verified for it. Those that the core's
   * `displacedSessions` names end then.
   *
   * @param passwordHash hash of that password
   * @returns false, and nothing is done, when the password is another by now or the account is gone
   */
  add(session: Session, passwordHash: string): Promise<boolean>;
  /** The session with this hash if it is not over. */
  find(hash: string, now: number): Promise<Session | undefined>;
  /**
   * Whether anybody is signed in who was seen in a network after `since`; whoever it is, so that the answer tells nothing of
   * any account.
   *
   * @param network as `networkOf` says
   */
  isKnownNetwork(network: string, since: number, now: number): Promise<boolean>;
  /** The sessions of an account that are not over, in the order of the core's `lastSeenFirst`. */
  listFor(account: string, now: number): Promise<readonly Session[]>;
  /** Notes that the browser was here; a time before the last noted changes nothing. */
  markSeen(hash: string, at: number, address: Address): Promise<void>;
  /** Ends one session of the account. False when the account has none such. */
  end(hash: string, account: string): Promise<boolean>;
  /** Ends every session of the account but the one to keep, if given. */
  endAll(account: string, keep: string | null): Promise<void>;
  /** Forgets up to `limit` sessions and invites that were over before `before`. Returns how many. */
  sweep(before: number, limit: number): Promise<number>;
}
