import { networkOf } from '../domain/address.ts';
import type { WeakCodes } from '../domain/code-places.ts';
import type { CodeKind } from '../domain/code.ts';
import type { Pin } from '../domain/pin.ts';
import { accepted, refused } from '../domain/result.ts';
import type { Budgets, Full, Want } from '../service/ports/budgets.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { Guess, Guesser, Guesses } from '../service/ports/guesses.ts';
import {
  generalOf,
  isInGoodStanding,
  isStrong,
  lengthened,
  longCodesFor,
  poolsFor,
  reaches,
  sharedOf,
  wantsOf,
  type Pool,
  type Purse,
} from './guess-policy.ts';
import { SharedTable } from './shared-table.ts';

/** What guesses are counted in, and what they are guesses at. */
export interface GuessParts {
  readonly budgets: Budgets;
  readonly clock: Clock;
  /** The lengths of weak codes, and how many guesses there are in a day. */
  readonly weak: WeakCodes;
  /** How many symbols codes are drawn from, by their kind. */
  readonly symbols: Readonly<Record<CodeKind, number>>;
}

/** What `spentUntil` keeps beside networks: the short guesses that everybody shares. */
const everybody = 'everybody';

/**
 * The one budget of guesses, by the rules of `guess-policy.ts`.
 *
 * @param spentUntil which guesses were spent lately: of a pool and a network at home, or of everybody
 */
export function createGuesses(
  { budgets, clock, weak, symbols }: GuessParts,
  spentUntil: SharedTable = SharedTable.create(4096),
): Guesses {
  const pools = poolsFor(weak);
  const bitsOf = ({ kind, code }: Pin): number => Math.log2(symbols[kind]) * code.length;
  const isSpent = ({ name }: Pool, by: string): boolean => spentUntil.find(`${name} ${by}`, clock.now()) !== undefined;
  const noteSpent = ({ name }: Pool, by: string, until: number): void => {
    spentUntil.change(`${name} ${by}`, clock.now(), () => ({ until, one: 0, two: 0 }), 'forget');
  };

  async function mayTry(purse: Purse, pool: Pool, guesser: Guesser, now: number): Promise<boolean> {
    if (purse !== 'reserve') return true;
    return isInGoodStanding(guesser, await budgets.spent(generalOf(guesser, pool), now), now);
  }

  /** Codes grow where nobody could type the short ones any more. */
  async function noteFull(pool: Pool, { full, roomAt }: Full, guesser: Guesser, at: number): Promise<void> {
    const { general, reserve } = sharedOf(pool);
    if (full.key === wantsOf('home', guesser, pool).at(-1)?.key) {
      noteSpent(pool, networkOf(guesser.address), pool === pools.short ? roomAt : at + longCodesFor);
    } else if (pool === pools.short && full.key === general.key) {
      if ((await budgets.spent(reserve, at)) >= reserve.limit) noteSpent(pool, everybody, roomAt);
    }
  }

  /** The purse that has paid, or how the account itself is out. */
  async function pay(guesser: Guesser, pool: Pool, purses: readonly Purse[], at: number): Promise<Paid | Full> {
    let last: Full | undefined;
    for (const purse of purses) {
      if (!(await mayTry(purse, pool, guesser, at))) continue;
      const wants = wantsOf(purse, guesser, pool);
      last = await budgets.spend(wants, at);
      if (last === undefined) return { purse, wants };
      if (last.full.key === wants[0].key) break;
      await noteFull(pool, last, guesser, at);
    }
    if (last === undefined) throw new Error('No purse to pay from.');
    return last;
  }

  return {
    async take(guesser, foldedCode) {
      const at = clock.now();
      const strong = isStrong(foldedCode);
      const pool = foldedCode.length === weak.short ? pools.short : pools.others;
      const paid = await pay(guesser, pool, strong ? ['long'] : ['general', 'reserve', 'home', 'long'], at);
      if (!('purse' in paid)) {
        return refused({ kind: 'over-budget', retryAfter: Math.max(1, Math.ceil((paid.roomAt - at) / 1000)) });
      }
      const { purse, wants } = paid;
      const guess: Guess = {
        nearOnly: !strong && (purse === 'home' || purse === 'long'),
        reaches: (pin) => strong || reaches(purse, guesser, pin, bitsOf),
        giveBack: () => budgets.giveBack(wants, at),
      };
      return accepted(guess);
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

/** A guess that is paid for. */
interface Paid {
  readonly purse: Purse;
  readonly wants: readonly Want[];
}
