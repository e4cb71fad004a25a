import { networkOf } from '../domain/address.ts';
import type { WeakCodes } from '../domain/code-places.ts';
import type { CodeKind } from '../domain/code.ts';
import type { Pin } from '../domain/pin.ts';
import { accepted, refused } from '../domain/result.ts';
import type { Budgets, BudgetExhausted, BudgetLimit } from '../service/ports/budgets.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { Events } from '../service/ports/events.ts';
import type { CodeAttempt, AttemptSource, CodeAttempts } from '../service/ports/code-attempts.ts';
import {
  generalOf,
  isInGoodStanding,
  isStrong,
  lengthened,
  longCodesFor,
  poolsFor,
  reaches,
  sharedOf,
  budgetLimitsOf,
  type Pool,
  type AttemptBudget,
} from './code-attempt-policy.ts';
import { SharedHashTable } from './shared-hash-table.ts';

/** What the limiter needs: where it counts, and the codes that can be guessed. */
export interface CodeAttemptParts {
  readonly budgets: Budgets;
  readonly clock: Clock;
  /** The lengths of weak codes, and how many guesses a day are allowed. */
  readonly weak: WeakCodes;
  /** Where wrong codes are noted. */
  readonly events: Pick<Events, 'note'>;
  /** Alphabet size of each kind of code. */
  readonly symbols: Readonly<Record<CodeKind, number>>;
}

/** The key in `spentUntil` of the short guesses that all networks share. */
const everybody = 'everybody';

/**
 * Limits attempts to enter a code, by the rules of `code-attempt-policy.ts`.
 *
 * @param spentUntil which budgets were exhausted lately: those of a pool and a home network, or the shared one
 */
export function createCodeAttempts(
  { budgets, clock, weak, symbols, events }: CodeAttemptParts,
  spentUntil: SharedHashTable = SharedHashTable.create(4096),
): CodeAttempts {
  const pools = poolsFor(weak);
  const bitsOf = ({ kind, code }: Pin): number => Math.log2(symbols[kind]) * code.length;
  const isSpent = ({ name }: Pool, by: string): boolean => spentUntil.find(`${name} ${by}`, clock.now()) !== undefined;
  const noteSpent = ({ name }: Pool, by: string, until: number): void => {
    spentUntil.change(`${name} ${by}`, clock.now(), () => ({ until, one: 0, two: 0 }), 'forget');
  };

  async function mayTry(
    attemptBudget: AttemptBudget,
    pool: Pool,
    attemptSource: AttemptSource,
    now: number,
  ): Promise<boolean> {
    if (attemptBudget !== 'reserve') return true;
    return isInGoodStanding(attemptSource, await budgets.spent(generalOf(attemptSource, pool), now), now);
  }

  /** Makes new codes longer where attempts at short ones are exhausted. */
  async function noteFull(
    pool: Pool,
    { exhausted, roomAt }: BudgetExhausted,
    attemptSource: AttemptSource,
    at: number,
  ): Promise<void> {
    const { general, reserve } = sharedOf(pool);
    if (exhausted.key === budgetLimitsOf('home', attemptSource, pool).at(-1)?.key) {
      noteSpent(pool, networkOf(attemptSource.address), pool === pools.short ? roomAt : at + longCodesFor);
    } else if (pool === pools.short && exhausted.key === general.key) {
      if ((await budgets.spent(reserve, at)) >= reserve.limit) noteSpent(pool, everybody, roomAt);
    }
  }

  /** Reserves one attempt from the first budget that is not exhausted. */
  async function pay(
    attemptSource: AttemptSource,
    pool: Pool,
    attemptBudgets: readonly AttemptBudget[],
    at: number,
  ): Promise<Paid | BudgetExhausted> {
    let last: BudgetExhausted | undefined;
    for (const attemptBudget of attemptBudgets) {
      if (!(await mayTry(attemptBudget, pool, attemptSource, at))) continue;
      const budgetLimits = budgetLimitsOf(attemptBudget, attemptSource, pool);
      last = await budgets.hold(budgetLimits, at);
      if (last === undefined) return { attemptBudget, budgetLimits };
      if (last.exhausted.key === budgetLimits[0].key) break;
      await noteFull(pool, last, attemptSource, at);
    }
    if (last === undefined) throw new Error('No budget to spend from.');
    return last;
  }

  return {
    async take(attemptSource, foldedCode) {
      const at = clock.now();
      const strong = isStrong(foldedCode);
      const pool = foldedCode.length === weak.short ? pools.short : pools.others;
      const paid = await pay(attemptSource, pool, strong ? ['long'] : ['general', 'reserve', 'home', 'long'], at);
      if (!('attemptBudget' in paid)) {
        return refused({ kind: 'over-budget', retryAfter: Math.max(1, Math.ceil((paid.roomAt - at) / 1000)) });
      }
      const { attemptBudget, budgetLimits } = paid;
      const attempt: CodeAttempt = {
        nearOnly: !strong && (attemptBudget === 'home' || attemptBudget === 'long'),
        reaches: (pin) => strong || reaches(attemptBudget, attemptSource, pin, bitsOf),
        release: () => budgets.release(budgetLimits, at),
        confirm() {
          const about = { protocol: null, clientId: null };
          void events.note({ kind: 'wrong-code', about, account: null, address: attemptSource.address });
          return budgets.confirm(budgetLimits, at);
        },
      };
      return accepted(attempt);
    },
    formatFor(kind, format, from) {
      const long = isSpent(pools.others, networkOf(from)) ? lengthened(format) : format;
      if (kind !== 'weak') return long;
      if (weak.isPinned) return { ...format, length: weak.short };
      const longer = Math.max(weak.short + 1, long.length);
      const shortIsSpent = isSpent(pools.short, everybody) || isSpent(pools.short, networkOf(from));
      return { ...format, length: shortIsSpent ? longer : format.length, longer };
    },
  };
}

/** A reserved attempt. */
interface Paid {
  readonly attemptBudget: AttemptBudget;
  readonly budgetLimits: readonly BudgetLimit[];
}
