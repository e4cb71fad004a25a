import type { Grant } from '../../packages/server/src/domain/grant.ts';
import type { Pin } from '../../packages/server/src/domain/pin.ts';
import type { Invite, NewAccount } from '../../packages/server/src/service/ports/accounts.ts';
import type { BudgetLimit } from '../../packages/server/src/service/ports/budgets.ts';

/** An account and the invite that it uses up. */
export interface Registration {
  readonly account: NewAccount;
  readonly invite: string;
}

/** What its guesses are counted in. */
export const guesses: BudgetLimit = { key: 'guesses', limit: 1_000_000, period: 86_400_000 };

/** What the writer that will be killed says. */
export type Line =
  | { readonly trying: 'pin'; readonly value: Pin }
  | { readonly trying: 'grant'; readonly value: Grant }
  | { readonly trying: 'account'; readonly value: Registration }
  | { readonly trying: 'guess' }
  | { readonly acknowledged: 'guess' }
  | { readonly acknowledged: 'pin'; readonly value: Pin }
  | { readonly acknowledged: 'grant' | 'revoked'; readonly value: Grant }
  | { readonly acknowledged: 'invite'; readonly value: Invite }
  | { readonly acknowledged: 'account'; readonly value: Registration };
