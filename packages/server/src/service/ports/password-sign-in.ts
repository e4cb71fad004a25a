import type { Address } from '../../domain/address.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { Result } from '../../domain/result.ts';
import type { Account } from './accounts.ts';

/** Authenticates people by their passwords. */
export interface PasswordSignIn {
  /**
   * Checks a name and a password within the limits of attempts, which the pages and the API share.
   *
   * @param name a username or an e-mail address
   * @param deviceCookie the browser's device cookie; null without a browser
   */
  signIn(
    name: string,
    password: string,
    from: { readonly address: Address; readonly deviceCookie: string | null },
  ): Promise<
    Result<Account, Extract<Refusal, { readonly kind: 'busy' | 'over-budget' }> | { readonly kind: 'wrong-sign-in' }>
  >;
}
