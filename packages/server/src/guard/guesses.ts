import { networkOf } from '../pins/address.ts';
import type { CodeKind } from '../pins/code.ts';
import type { Pin } from '../pins/pin.ts';
import { accepted, refused } from '../pins/result.ts';
import type { Budgets, Full, Want } from '../service/ports/budgets.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { Guess, Guesser, Guesses } from '../service/ports/guesses.ts';
import {
  generalOf,
  isInGoodStanding,
  isStrong,
  lengthened,
  longCodesFor,
  reaches,
  shareOut,
  wantsOf,
  type Purse,
} from './guess-policy.ts';
import { SharedTable } from './shared-table.ts';

/** What guesses are counted in, and what they are guesses at. */
export interface GuessParts {
  readonly budgets: Budgets;
  readonly clock: Clock;
  /** The setting `guessesPerDay`. */
  readonly perDay: number;
  /** How many symbols codes are drawn from, by their kind. */
  readonly symbols: Readonly<Record<CodeKind, number>>;
}

/**
 * The one budget of guesses, by the rules of `guess-policy.ts`.
 *
 * @param spentAtHome the networks whose guesses at home were spent within a day
 */
export function createGuesses(
  { budgets, clock, perDay, symbols }: GuessParts,
  spentAtHome: SharedTable = SharedTable.create(4096),
): Guesses {
  const shares = shareOut(perDay);
  const bitsOf = ({ kind, code }: Pin): number => Math.log2(symbols[kind]) * code.length;

  async function mayTry(purse: Purse, guesser: Guesser, now: number): Promise<boolean> {
    if (purse !== 'reserve') return true;
    return isInGoodStanding(guesser, await budgets.spent(generalOf(guesser), now), now);
  }

  /** The purse that has paid, or how the account itself is out. */
  async function pay(guesser: Guesser, purses: readonly Purse[], at: number): Promise<Paid | Full> {
    let last: Full | undefined;
    for (const purse of purses) {
      if (!(await mayTry(purse, guesser, at))) continue;
      const wants = wantsOf(purse, guesser, shares);
      last = await budgets.spend(wants, at);
      if (last === undefined) return { purse, wants };
      if (last.full.key === wants[0].key) break;
      if (purse === 'home') {
        const until = at + longCodesFor;
        spentAtHome.change(networkOf(guesser.address), at, () => ({ until, one: 0, two: 0 }), 'forget');
      }
    }
    if (last === undefined) throw new Error('No purse to pay from.');
    return last;
  }

  return {
    async take(guesser, foldedCode) {
      const at = clock.now();
      const strong = isStrong(foldedCode);
      const paid = await pay(guesser, strong ? ['long'] : ['general', 'reserve', 'home', 'long'], at);
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
    formatFor: (format, from) =>
      spentAtHome.find(networkOf(from), clock.now()) === undefined ? format : lengthened(format),
  };
}

/** A guess that is paid for. */
interface Paid {
  readonly purse: Purse;
  readonly wants: readonly Want[];
}
