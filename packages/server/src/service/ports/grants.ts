import type { Address } from '../../domain/address.ts';
import type { Dialect, Claims } from '../../domain/pin.ts';
import type { Place } from '../../domain/place.ts';

/** A device that a person linked: what an approval, or a sign-in with a password, gave. To people it is "a device". */
export interface Grant {
  /** Internal key, random, 128 bits. */
  readonly id: string;
  /** The pin that it came from; null for a sign-in with a password. */
  readonly pinKey: string | null;
  /** Id of the grant whose token approved it, and with which it ends; null when a person did at a page. */
  readonly approvedBy: string | null;
  /** Account id. */
  readonly account: string;
  readonly dialect: Dialect;
  /** The client it was given to; for plex the client identifier. */
  readonly holder: string;
  /** What the person calls it. */
  readonly name: string;
  readonly claims: Claims;
  /** Where the pin was asked for. */
  readonly address: Address;
  /** What that hid behind; see the core's `Requester`. */
  readonly hiddenBehind?: string;
  readonly place: Place | null;
  readonly mayApprove: boolean;
  /** What the token may be used for; none for plex. */
  readonly scopes: readonly string[];
  /** What the token is for; none for plex. */
  readonly resources: readonly string[];
  /** Thumbprint of the key that the tokens are bound to, or null. */
  readonly keyThumbprint: string | null;
  /**
   * Hash of the plex token; the token itself is nowhere. Null where JWTs have come in its place. An OAuth grant's is never
   * handed out: it has other tokens.
   */
  readonly tokenHash: string | null;
  /** Milliseconds since the epoch, as all times. */
  readonly linkedAt: number;
  /** When the device first read its token; null until then. */
  readonly collectedAt: number | null;
  /** From where it did. */
  readonly collectedFrom: Address;
  /** Nobody had asked from that network before the yes. */
  readonly collectedElsewhere: boolean;
  /** When the token was last used. */
  readonly lastSeenAt: number | null;
}

/** Who collects a token. */
export interface Collector {
  readonly reader: Address;
  /** Nobody has asked from there before. */
  readonly elsewhere: boolean;
}

/** What goes with a new grant. */
export interface GrantOptions {
  /** See `PinStore`. */
  readonly isFollowed?: boolean;
  /**
   * Hash of the password that its person showed; it is added only while the account has that one. When there are more
   * than {@link mostPasswordGrants} then, those that were not used for longest end.
   */
  readonly passwordHash?: string;
}

/** So many devices that came in with the password are live at most: of one account, and of one client in it. */
export const mostPasswordGrants: { readonly ofAccount: number; readonly ofHolder: number } = {
  ofAccount: 100,
  ofHolder: 10,
};

/** Where grants live. Each method is atomic; see `PinStore` for what that promises. */
export interface Grants {
  /**
   * Adds the grant unless one with its id is there already or was revoked, or the grant that approved it is not live.
   * Calling it again changes nothing, so the approver and the redeeming read may both call it.
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
  listOf(dialect: Dialect, holder: string): Promise<readonly Grant[]>;
  /** Ends the tokens that have a hash here, of the account's plex devices of one holder; the devices stay (wire C11). */
  endTokens(account: string, holder: string): Promise<void>;
  /** Notes the first collection of the token; later calls change nothing. */
  markCollected(id: string, at: number, by: Collector): Promise<void>;
  /** Notes a use of the token; one before the last noted changes nothing. */
  markSeen(id: string, at: number): Promise<void>;
  /**
   * Binds a live grant to a key, before its first tokens are made. Of callers with different keys exactly one is told
   * true; with the same key all are.
   *
   * @returns false when it is bound to another key, or not live
   */
  bindKey(id: string, keyThumbprint: string): Promise<boolean>;
  /** Gives it another name. False when the account has no such live grant. */
  rename(id: string, account: string, name: string): Promise<boolean>;
  /**
   * Ends it at once, and in the same step every grant that it approved, and theirs: their tokens stop. False when the
   * account has no such live grant.
   */
  revoke(id: string, account: string, at: number): Promise<boolean>;
}
