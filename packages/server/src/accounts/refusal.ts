import type { Result } from '../domain/result.ts';

/** Every reason why something asked about people is not done. */
export type PeopleRefusal =
  /** Too many passwords are being checked; worth another try in `retryAfter` seconds. */
  | { readonly kind: 'busy'; readonly retryAfter: number }
  /** Passwords were tried too often; worth another try in `retryAfter` seconds. */
  | { readonly kind: 'over-budget'; readonly retryAfter: number }
  /** The name, the password or both are wrong; which one is not told. */
  | { readonly kind: 'wrong-sign-in' }
  | { readonly kind: 'bad-username' }
  | { readonly kind: 'bad-email' }
  | { readonly kind: 'short-password' }
  | { readonly kind: 'long-password' }
  | { readonly kind: 'username-taken' }
  | { readonly kind: 'email-taken' }
  /** The invite is unknown, used or out of date. */
  | { readonly kind: 'invite-gone' }
  /** The set-up link is unknown, out of date, or there is an account already. */
  | { readonly kind: 'set-up-over' }
  /** Nobody can make an account this way here. */
  | { readonly kind: 'closed' };

/** The result of anything asked about people. */
export type PeopleResult<Value> = Result<Value, PeopleRefusal>;
