import type { Identity } from '../../domain/identity.ts';
import type { Account, AccountAdded, AccountGround, NewAccount } from './accounts.ts';

/** What an account was found or made by its identity. */
export type PersonAdded =
  | AccountAdded
  /** Somebody was faster: the identity belongs to this account already. */
  | { readonly there: Identity };

/**
 * Who the accounts are elsewhere. An issuer and a subject have one account at most, and are compared by their bytes, never
 * by an e-mail address. Each method is atomic; see `PinStore` for what that guarantees.
 */
export interface Identities {
  /**
   * Joins an identity to an account that is there, if the account still has the password hash that was read.
   *
   * @returns `taken`, without effect, when the identity has an account already, this one or another; `no-account` when the
   *   account is gone or was given another password
   */
  join(identity: Identity, passwordHash: Account['passwordHash']): Promise<'joined' | 'taken' | 'no-account'>;
  /** Makes an account with this identity, both or none; see `Accounts.add`. */
  addPerson(identity: Identity, account: NewAccount, ground: AccountGround, now: number): Promise<PersonAdded>;
  find(issuer: string, subject: string): Promise<Identity | undefined>;
  /** Those of one account, the first joined first. */
  listFor(account: string): Promise<readonly Identity[]>;
  /**
   * The only method that changes an identity: stores `next` if the stored version is still `expectedVersion`. Of concurrent
   * callers with the same expected version exactly one gets true. Issuer, subject and account never change.
   */
  replace(next: Identity, expectedVersion: number): Promise<boolean>;
  /** Parts an identity from its account, by the core's `judgeParting`. Returns `none` if the account has no such identity. */
  remove(issuer: string, subject: string, account: string): Promise<'parted' | 'last-way' | 'none'>;
}
