import type { Address } from '../../domain/address.ts';
import type { SignInFacts } from '../../domain/session.ts';

/** A browser that is signed in. */
export interface Session extends SignInFacts {
  /** Hash of the secret in the cookie; the secret itself is not stored. */
  readonly hash: string;
  /** Account id. */
  readonly account: string;
  /** Milliseconds since the epoch, as all times. */
  readonly createdAt: number;
  readonly lastSeenAt: number;
  /** The session ends at this instant. */
  readonly expiresAt: number;
  readonly address: Address;
  /** The browser's `User-Agent`. */
  readonly userAgent: string | null;
}

/** The sessions. Each method is atomic; see `PinStore` for what that guarantees. */
export interface Sessions {
  /**
   * Adds a session if the core's `maySignIn` allows it: its account still has the password that was verified for it, and needs no
   * more than what was shown. Its person must not have been signed out
   * everywhere since (`Accounts.endSignIns`). Those that the core's
   * `displacedSessions` names are then ended.
   *
   * @param passwordHash hash of that password
   * @returns false, without effect, if the password was changed, the person signed out or the account removed
   */
  add(session: Session, passwordHash: string): Promise<boolean>;
  /** The session with this hash if it has not ended. */
  find(hash: string, now: number): Promise<Session | undefined>;
  /**
   * Whether any session was seen in a network after `since`; of any account, so that the result reveals nothing about
   * one.
   *
   * @param network as `networkOf` says
   */
  isKnownNetwork(network: string, since: number, now: number): Promise<boolean>;
  /** The sessions of an account that have not ended, in the order of the core's `lastSeenFirst`. */
  listFor(account: string, now: number): Promise<readonly Session[]>;
  /** The sessions that came from a session at a provider, in no order; without those that have ended. */
  listOfProvider(provider: string, providerSession: string, now: number): Promise<readonly Session[]>;
  /** Records that the session was used; an earlier time than the last recorded one changes nothing. */
  markSeen(hash: string, at: number, address: Address): Promise<void>;
  /** Ends one session of the account. Returns false if it has no such session. */
  end(hash: string, account: string): Promise<boolean>;
  /** Ends every session of the account but the one to keep, if given. */
  endAll(account: string, keep: string | null): Promise<void>;
  /** Deletes up to `limit` sessions and invites that had ended before `before`. Returns how many. */
  sweep(before: number, limit: number): Promise<number>;
}
