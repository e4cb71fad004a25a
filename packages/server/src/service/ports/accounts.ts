import type { NotManaged, OperatorGround } from '../../domain/account.ts';

/** A person. */
export interface Account {
  /** Internal id, random, 128 bits. */
  readonly id: string;
  /** The number that plex clients see, unique, from 1 up. */
  readonly number: number;
  /** What the person signs in with; unique without regard to case. */
  readonly username: string;
  /** Unique without regard to case, or null. */
  readonly email: string | null;
  /** The address was proved, or set by an operator; any other is unverified. */
  readonly emailConfirmed: boolean;
  /** Argon2id in PHC form. */
  readonly passwordHash: string;
  readonly isAdmin: boolean;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** The tag of the language that the person chose (BCP 47), or null. */
  readonly language: string | null;
  /** The password alone is not enough: a passkey is needed after it. */
  readonly needsPasskey: boolean;
  /** An operator has disabled it: nobody signs in, and nothing that came in before works. */
  readonly isDisabled: boolean;
}

/** An account that has no number and no passkey yet; a language is chosen later. */
export type NewAccount = Omit<Account, 'number' | 'language' | 'needsPasskey' | 'isDisabled'>;

/** The result of adding an account. */
export type AccountAdded =
  | { readonly added: Account }
  | { readonly refused: 'username-taken' | 'email-taken' | 'invite-gone' | 'not-first' | 'setup-token-gone' };

/** What entitles to make an account; checked by the store in the same step, so that it counts once. */
export type AccountGround =
  /** An operator's command. */
  | { readonly by: 'operator' }
  /** Registration is open. */
  | { readonly by: 'anyone' }
  /** The set-up link, by the hash of its token, which is used up by this: only while there is no account at all. */
  | { readonly by: 'setup'; readonly tokenHash: string }
  /** An invite, by the hash of its secret; it is used up by this. */
  | { readonly by: 'invite'; readonly inviteHash: string };

/** The token in the set-up link. There is one at most. */
export interface SetupToken {
  /** Hash of the token in the link. */
  readonly hash: string;
  /** Milliseconds since the epoch; not valid from this instant on. */
  readonly expiresAt: number;
}

/** An invitation to make an account. */
export interface Invite {
  /** Hash of the secret in the link. */
  readonly hash: string;
  readonly createdAt: number;
  /** Milliseconds since the epoch; not valid from this instant on. */
  readonly expiresAt: number;
}

/** A change of a password. */
export interface PasswordChange {
  /** Account id. */
  readonly id: string;
  /** Hash of the password that it replaces: the one that was verified, or that a link names. */
  readonly replaces: string;
  /** Hash of the new one. */
  readonly passwordHash: string;
  /** Hash of the session that stays; null to end all of them. */
  readonly keep: string | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** A recovery, by an operator or by "This was not me": the passkeys end as well, and none is needed after the password. Default: they stay. */
  readonly recovers?: boolean;
  /** The admin on whose word it is changed: only while that account is an admin's, and not disabled. Default: nobody is asked. */
  readonly admin?: string;
}

/** A change of an account's names. */
export interface NameChange {
  /** Account id. */
  readonly id: string;
  /** Hash of the password that was verified. */
  readonly passwordHash: string;
  readonly username: string;
  readonly email: string | null;
}

/** The result of a change of names. */
export type NamesChanged =
  { readonly changed: Account } | { readonly refused: 'username-taken' | 'email-taken' | 'other-password' };

/** The e-mail address before a change comes back. */
export interface EmailRestoration {
  /** Account id. */
  readonly id: string;
  /** The address that it had before. */
  readonly email: string;
  /** Hash of its next password. */
  readonly passwordHash: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Who removes an account. */
export type RemovalGround =
  /** An operator. */
  | { readonly by: 'operator' }
  /** An admin, by id: only while that account is an admin's, and never the last admin. */
  | { readonly by: 'admin'; readonly admin: string }
  /** Its person: only while the account has the password that was verified, and never the last admin. */
  | { readonly by: 'person'; readonly passwordHash: string };

/** The result of a removal. */
export type AccountRemoved = 'removed' | 'other-password' | NotManaged;

/** What an operator does to a person. */
export interface Management {
  /** Account id. */
  readonly id: string;
  readonly ground: OperatorGround;
  /**
   * Gives the role of an admin, or takes it; disables the account, which ends every session and device, or lets it sign in again;
   * ends every session and device.
   */
  readonly act: 'make-admin' | 'unmake-admin' | 'disable' | 'enable' | 'end-sign-ins';
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** The accounts. Each method is atomic; see `PinStore` for what that guarantees. */
export interface Accounts {
  /**
   * Makes an account if its ground holds and its names are free. The ground is checked first, so that only those who
   * have one learn which names are taken. No username is another account's e-mail address, so that one name finds one
   * account.
   */
  add(account: NewAccount, ground: AccountGround, now: number): Promise<AccountAdded>;
  byId(id: string): Promise<Account | undefined>;
  /** By username or e-mail, without regard to case. */
  bySignInName(name: string): Promise<Account | undefined>;
  /** Every account, the oldest first. */
  list(): Promise<readonly Account[]>;
  /** True while there is no account. */
  isEmpty(): Promise<boolean>;
  /**
   * Changes the names of an account if it still has the password that was verified, and no other account has the
   * names, by the rules of {@link add}. A changed e-mail address is not confirmed.
   */
  setNames(change: NameChange): Promise<NamesChanged>;
  /**
   * Replaces the password if it is still the one that the change names. In the same step it ends the other sessions of the
   * account, every device that came in with its password, and what those approved; with `recovers` the passkeys, too.
   *
   * @returns false, and nothing is done, when the password is another by now or there is no such account
   */
  setPassword(change: PasswordChange): Promise<boolean>;
  /** Confirms the e-mail address of an account by the core's `confirmEmail`. Returns false if it has another by now. */
  confirmEmail(id: string, email: string): Promise<boolean>;
  /**
   * Restores the e-mail address of an account, and replaces its password, by the core's `restoreEmail`. In the same step
   * ends every session of the account, every device that came in with its password, what those approved, every passkey,
   * and the need for one.
   *
   * @returns the account as it is now; undefined, and nothing is done, if it has that address
   */
  restoreEmail(restoration: EmailRestoration): Promise<Account | undefined>;
  /**
   * Sets the language of an account.
   *
   * @param language its tag (BCP 47)
   * @returns false if there is no such account
   */
  setLanguage(id: string, language: string): Promise<boolean>;
  /**
   * The secret of an account that its pairwise subjects are made with: random, and the same as long as the account lives.
   *
   * @param drawn what it is from now on, if it has none yet; of concurrent callers the first one's stays
   * @returns undefined if there is no such account
   */
  pairwiseSecret(id: string, drawn: string): Promise<string | undefined>;
  /**
   * Deletes an account; its number is never reused. In the same step its sessions, passkeys, devices and identities end, and the
   * audit log and the outbox forget who the person was, which device it was, and the address.
   *
   * @param at when, in milliseconds since the epoch
   */
  remove(id: string, ground: RemovalGround, at: number): Promise<AccountRemoved>;
  /** Manages a person, if the core's `judgeManaging` allows it. What is so already stays so. */
  manage(management: Management): Promise<'done' | NotManaged>;
  /**
   * Signs a person out everywhere: in the same step every session and every device of the account ends. What was begun
   * before and is added later is refused: a session that was made, or a device that was linked, at this instant or earlier.
   *
   * @param at when, in milliseconds since the epoch
   * @returns false if there is no such account
   */
  endSignIns(id: string, at: number): Promise<boolean>;
  /** Whether the person of an account was signed out everywhere at an instant or later, or is disabled. */
  wasSignedOutSince(id: string, at: number): Promise<boolean>;
  /** Sets the only setup token; the previous one stops working. */
  setSetupToken(token: SetupToken): Promise<void>;
  /** Whether this is the hash of the setup token, and that can still be used. */
  isSetupToken(hash: string, now: number): Promise<boolean>;
  addInvite(invite: Invite): Promise<void>;
  /** The invite with this hash if it can still be used. */
  invite(hash: string, now: number): Promise<Invite | undefined>;
}
