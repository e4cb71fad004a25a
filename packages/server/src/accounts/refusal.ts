import type { Result } from '../domain/result.ts';

/** Every refusal of this module. */
export type AccountRefusal =
  /** Too many passwords are being checked; retry after `retryAfter` seconds. */
  | { readonly kind: 'busy'; readonly retryAfter: number }
  /** Too many attempts; retry after `retryAfter` seconds. */
  | { readonly kind: 'over-budget'; readonly retryAfter: number }
  /** The name, the password or both are wrong; which of them is not disclosed. */
  | { readonly kind: 'wrong-sign-in' }
  /** The account has no password, and its person signed in too long ago. */
  | { readonly kind: 'stale-sign-in' }
  | { readonly kind: 'bad-username' }
  | { readonly kind: 'bad-email' }
  | { readonly kind: 'short-password' }
  | { readonly kind: 'long-password' }
  | { readonly kind: 'username-taken' }
  | { readonly kind: 'email-taken' }
  /** The invite is unknown, used or expired. */
  | { readonly kind: 'invite-gone' }
  /** The set-up link is unknown or expired, or there is already an account. */
  | { readonly kind: 'set-up-over' }
  /** Registration is closed. */
  | { readonly kind: 'closed' };

/** A refusal for now. */
export type Busy = Extract<AccountRefusal, { readonly kind: 'busy' }>;

/** A refusal because of too many attempts. */
export type OverBudget = Extract<AccountRefusal, { readonly kind: 'over-budget' }>;

/** The refusal of a name, a password or both. */
export type WrongSignIn = Extract<AccountRefusal, { readonly kind: 'wrong-sign-in' }>;

/** The result of an operation of this module. */
export type AccountResult<Value> = Result<Value, AccountRefusal>;
