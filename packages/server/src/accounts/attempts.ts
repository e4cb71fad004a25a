import type { BudgetLimit } from '../service/ports/budgets.ts';
import type { AccountServicePorts } from './ports.ts';
import type { OverBudget } from './refusal.ts';
import {
  isOwnFault,
  lanes,
  newcomers,
  otherNames,
  passwordAgain,
  budgetLimitsOf,
  type Attempt,
} from './sign-in-policy.ts';
import { accepted, refused, type Result } from '../domain/result.ts';

/** Permission to check one password; held until it is known whether it is right. */
export interface PaidAttempt {
  /** The password was right or was not checked: the attempt costs nothing. */
  release(): Promise<void>;
  /** The password was wrong: the attempt is spent. Must come before the answer. */
  confirm(): Promise<void>;
}

/**
 * Limits password attempts. Each is counted before the password is checked, so that concurrent attempts cannot exceed
 * the limit.
 */
export interface Attempts {
  /** @param isKnownNetwork whether anybody is signed in from the network of the attempt; called only if needed */
  take(attempt: Attempt, isKnownNetwork: () => Promise<boolean>): Promise<Result<PaidAttempt, OverBudget>>;
  /** Counts the password of somebody who is already signed in, by account id. */
  takeAgain(account: string): Promise<Result<PaidAttempt, OverBudget>>;
  /** Counts a change of names, by account id. */
  takeNames(account: string): Promise<Result<undefined, OverBudget>>;
  /** Counts a sign-up, or a password chosen by a link. */
  takeNewcomer(network: string): Promise<Result<undefined, OverBudget>>;
}

export function createAttempts({ budgets, clock }: Pick<AccountServicePorts, 'budgets' | 'clock'>): Attempts {
  const held = (budgetLimits: readonly BudgetLimit[], at: number): Result<PaidAttempt, OverBudget> =>
    accepted({
      release: () => budgets.release(budgetLimits, at),
      confirm: () => budgets.confirm(budgetLimits, at),
    });
  const over = (roomAt: number, at: number): Result<never, OverBudget> =>
    refused({ kind: 'over-budget', retryAfter: Math.max(1, Math.ceil((roomAt - at) / 1000)) });

  async function spend(budgetLimits: readonly BudgetLimit[]): Promise<Result<undefined, OverBudget>> {
    const at = clock.now();
    const exhausted = await budgets.spend(budgetLimits, at);
    return exhausted === undefined ? accepted(undefined) : over(exhausted.roomAt, at);
  }

  return {
    async take(attempt, isKnownNetwork) {
      const at = clock.now();
      let roomAt = at;
      for (const lane of lanes) {
        if (lane === 'device' && attempt.device === null) continue;
        if (lane === 'known' && !(await isKnownNetwork())) continue;
        const budgetLimits = budgetLimitsOf(lane, attempt);
        const exhausted = await budgets.hold(budgetLimits, at);
        if (exhausted === undefined) return held(budgetLimits, at);
        roomAt = exhausted.roomAt;
        if (isOwnFault(exhausted.exhausted, attempt)) break;
      }
      return over(roomAt, at);
    },
    async takeAgain(account) {
      const [at, budgetLimits] = [clock.now(), [passwordAgain(account)]];
      const exhausted = await budgets.hold(budgetLimits, at);
      return exhausted === undefined ? held(budgetLimits, at) : over(exhausted.roomAt, at);
    },
    takeNames: (account) => spend([otherNames(account)]),
    takeNewcomer: (network) => spend(newcomers(network)),
  };
}
