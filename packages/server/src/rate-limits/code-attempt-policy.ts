// Pure: no I/O, no clock, no randomness. Who may try how many codes, and at which pins (decisions/0010).
import { networkOf } from '../domain/address.ts';
import type { WeakCodes } from '../domain/code-places.ts';
import type { CodeFormat } from '../domain/code.ts';
import { sharesFor } from '../domain/network-shares.ts';
import type { Pin } from '../domain/pin.ts';
import type { BudgetLimit } from '../service/ports/budgets.ts';
import type { AttemptSource } from '../service/ports/code-attempts.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** How the attempts of a day are shared out. The three budgets together never exceed them. */
export interface Shares {
  /** For anybody: half. */
  readonly general: number;
  /** For accounts in good standing: three eighths. */
  readonly reserve: number;
  /** For each network, at its own pins: an eighth. A pin belongs to one network, so this counts once. */
  readonly home: number;
  /** The share of one network in the general half, and in the reserve. */
  readonly network: number;
  /** The share of one /24 or /48 prefix: twice as much, because four times would be the whole general half. */
  readonly wide: number;
}

/** @param perDay the setting `guessesPerDay` */
export function shareOut(perDay: number): Shares {
  const general = Math.floor(perDay / 2);
  const home = Math.max(5, Math.floor(perDay / 8));
  return { general, reserve: perDay - general - home, home, network: home, wide: 2 * home };
}

/**
 * Attempts are counted in two pools, so that entries of another length spend nothing of the short one: one for the
 * shortest weak codes, one for all others (decisions/0023).
 */
export interface Pool {
  /** Part of the budget keys. */
  readonly name: string;
  readonly shares: Shares;
}

/** The two pools. */
export interface Pools {
  readonly short: Pool;
  readonly others: Pool;
}

/** The pools for a number of attempts a day. */
export function poolsFor({ short, guesses }: Pick<WeakCodes, 'short' | 'guesses'>): Pools {
  return {
    short: { name: `guess/${short}`, shares: shareOut(guesses.short) },
    others: { name: 'guess', shares: shareOut(guesses.long) },
  };
}

/** How many attempts of the reserve one account has in a day. */
const reserveTries = 3;

/** How many wrong codes one account may enter in ten minutes. */
const wrongInARow = 10;

/**
 * The budgets that an attempt is charged to, in the order in which they are tried. `home` and `long` match only pins
 * requested from the person's own network; `long` only those whose codes cannot be guessed.
 */
export type AttemptBudget = 'general' | 'reserve' | 'home' | 'long';

/** From this many bits on a code needs no budget (decisions/0010). */
const longCodeBits = 40;

/** The format, made long enough for that many bits. */
export function lengthened(format: CodeFormat): CodeFormat {
  const length = Math.ceil(longCodeBits / Math.log2(format.alphabet.length));
  return length <= format.length ? format : { ...format, length };
}

/** How long a network gets long codes after its `home` budget was exhausted, in milliseconds. */
export const longCodesFor: number = day;

const account = ({ account: { id } }: AttemptSource): BudgetLimit => ({
  key: `guess/account ${id}`,
  limit: wrongInARow,
  period: 10 * minute,
});

/** Counts an account's wrong codes charged to the general half; not a limit by itself. */
export const generalOf = ({ account: { id } }: AttemptSource, { name }: Pool): BudgetLimit => ({
  key: `${name}/general/account ${id}`,
  limit: Number.MAX_SAFE_INTEGER,
  period: day,
});

/** What all networks together may take from the general half, and from the reserve. */
export const sharedOf = ({ name, shares }: Pool): { readonly general: BudgetLimit; readonly reserve: BudgetLimit } => ({
  general: { key: `${name}/general`, limit: shares.general, period: day },
  reserve: { key: `${name}/reserve`, limit: shares.reserve, period: day },
});

/** What charging a budget spends. The account's own limit comes first: once exhausted, no other budget helps. */
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

/** In good standing: older than a day, and no wrong code charged to the general half within a day. */
export function isInGoodStanding(
  { account: { createdAt } }: AttemptSource,
  wrongOfGeneral: number,
  now: number,
): boolean {
  return now >= createdAt + day && wrongOfGeneral === 0;
}

/**
 * Whether an attempt charged to this budget can match the pin.
 *
 * @param bitsOf entropy of a pin's code, in bits
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
 * True for an entry so long that only a strong code, or one as good, can be meant. Those cannot be guessed, so the
 * attempt is charged to the account alone, and matches any pin.
 */
export function isStrong(foldedCode: string): boolean {
  return foldedCode.length >= strongLength;
}

/** As long as plex's strong codes: with the smallest alphabet allowed, 75 bits. */
const strongLength = 25;
