// Pure: no I/O, no clock, no randomness. Who may guess how often, and at which pins (decisions/0010).
import { networkOf } from '../domain/address.ts';
import type { WeakCodes } from '../domain/code-places.ts';
import type { CodeFormat } from '../domain/code.ts';
import { sharesFor } from '../domain/network-shares.ts';
import type { Pin } from '../domain/pin.ts';
import type { BudgetLimit } from '../service/ports/budgets.ts';
import type { AttemptSource } from '../service/ports/code-attempts.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** How the guesses of a day are shared out. What is in the three purses is no more than all of them. */
export interface Shares {
  /** For anybody: half. */
  readonly general: number;
  /** For accounts in good standing: three eighths. */
  readonly reserve: number;
  /** For each network, at the pins of that network: an eighth. Each pin is in one network, so this counts once. */
  readonly home: number;
  /** The most that one network has of the general half, and of the reserve. */
  readonly network: number;
  /** The most that one /24 or /48 prefix has of them: twice as much, for four times would be all of the general half. */
  readonly wide: number;
}

/** @param perDay the setting `guessesPerDay` */
export function shareOut(perDay: number): Shares {
  const general = Math.floor(perDay / 2);
  const home = Math.max(5, Math.floor(perDay / 8));
  return { general, reserve: perDay - general - home, home, network: home, wide: 2 * home };
}

/**
 * What guesses are counted in: those of the short length of weak codes by themselves, all others together, so that an
 * entry of another length spends nothing of the short ones (decisions/0023).
 */
export interface Pool {
  /** Stands in the keys of what is counted. */
  readonly name: string;
  readonly shares: Shares;
}

/** The two pools. */
export interface Pools {
  readonly short: Pool;
  readonly others: Pool;
}

/** The pools for what may be guessed in a day. */
export function poolsFor({ short, guesses }: Pick<WeakCodes, 'short' | 'guesses'>): Pools {
  return {
    short: { name: `guess/${short}`, shares: shareOut(guesses.short) },
    others: { name: 'guess', shares: shareOut(guesses.long) },
  };
}

/** How many tries of the reserve one account has in a day. */
const reserveTries = 3;

/** So often may one account be wrong in ten minutes, whatever it guesses at. */
const wrongInARow = 10;

/**
 * What a guess is paid from, in the order in which they are tried. `home` and `long` hit only pins that were asked for in
 * the guesser's own network; `long` only those with codes that no number of guesses hits.
 */
export type AttemptBudget = 'general' | 'reserve' | 'home' | 'long';

/** A code of so many bits needs no budget (decisions/0010). */
const longCodeBits = 40;

/** The format with a length of that many bits, if it is shorter. */
export function lengthened(format: CodeFormat): CodeFormat {
  const length = Math.ceil(longCodeBits / Math.log2(format.alphabet.length));
  return length <= format.length ? format : { ...format, length };
}

/** How long a network's codes stay long after its guesses at home were spent, in milliseconds. */
export const longCodesFor: number = day;

const account = ({ account: { id } }: AttemptSource): BudgetLimit => ({
  key: `guess/account ${id}`,
  limit: wrongInARow,
  period: 10 * minute,
});

/** How many wrong guesses of the general half an account has made; it has no limit of its own. */
export const generalOf = ({ account: { id } }: AttemptSource, { name }: Pool): BudgetLimit => ({
  key: `${name}/general/account ${id}`,
  limit: Number.MAX_SAFE_INTEGER,
  period: day,
});

/** What all networks share of the general half, and of the reserve. */
export const sharedOf = ({ name, shares }: Pool): { readonly general: BudgetLimit; readonly reserve: BudgetLimit } => ({
  general: { key: `${name}/general`, limit: shares.general, period: day },
  reserve: { key: `${name}/reserve`, limit: shares.reserve, period: day },
});

/** What is spent when a guess is paid from a budget. The first is the account's own: when that is full, no budget helps. */
export function budgetLimitsOf(
  attemptBudget: AttemptBudget,
  attemptSource: AttemptSource,
  pool: Pool,
): readonly [BudgetLimit, ...BudgetLimit[]] {
  const { name, shares } = pool;
  const own = account(attemptSource);
  const ofNetworks = (part: string): readonly BudgetLimit[] =>
    sharesFor(attemptSource.address, shares.network, shares.wide).map(({ of, limit }) => ({
      key: `${name}/${part}/${of}`,
      limit,
      period: day,
    }));
  switch (attemptBudget) {
    case 'general':
      return [own, sharedOf(pool).general, ...ofNetworks('general'), generalOf(attemptSource, pool)];
    case 'reserve':
      return [
        own,
        sharedOf(pool).reserve,
        ...ofNetworks('reserve'),
        { key: `${name}/reserve/account ${attemptSource.account.id}`, limit: reserveTries, period: day },
      ];
    case 'home':
      return [own, { key: `${name}/home ${networkOf(attemptSource.address)}`, limit: shares.home, period: day }];
    case 'long':
      return [own];
  }
}

/** In good standing: older than a day, and no wrong guess from the general half within a day. */
export function isInGoodStanding(
  { account: { createdAt } }: AttemptSource,
  wrongOfGeneral: number,
  now: number,
): boolean {
  return now >= createdAt + day && wrongOfGeneral === 0;
}

/**
 * True when a guess from this budget can hit the pin.
 *
 * @param bitsOf how many bits the code of a pin holds
 */
export function reaches(
  attemptBudget: AttemptBudget,
  attemptSource: AttemptSource,
  pin: Pin,
  bitsOf: (pin: Pin) => number,
): boolean {
  if (attemptBudget === 'general' || attemptBudget === 'reserve') return true;
  if (networkOf(pin.requester.address) !== networkOf(attemptSource.address)) return false;
  return attemptBudget === 'home' || bitsOf(pin) >= longCodeBits;
}

/**
 * True for an entry so long that only a strong code, or one as good, can be meant: nobody guesses those, so it costs the
 * guesser's account alone, and hits whatever it names.
 */
export function isStrong(foldedCode: string): boolean {
  return foldedCode.length >= strongLength;
}

/** As long as plex's strong codes; of the fewest symbols that codes may be made of this is 75 bits. */
const strongLength = 25;
