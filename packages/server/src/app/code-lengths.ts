import type { Settings } from '../config/settings.ts';
import { lengthFor, oddsADay, type GuessableKind } from '../domain/code-length.ts';
import { placesAt, weakCodes } from '../domain/code-places.ts';
import { plexCodes } from '../domain/code.ts';
import { readUserCodes } from './user-codes.ts';

/** How long codes are while so many live. */
export interface CodeLength {
  readonly kind: GuessableKind;
  /**
   * Weak codes: how many of that length may wait for an answer. User codes: an example of how many live that were asked for
   * by issuers of one class, the new one included.
   */
  readonly live: number;
  readonly length: number;
  /** What a code of that length holds. */
  readonly bits: number;
  /** How many wrong codes of that length are let through in a day. */
  readonly guesses: number;
  /** All these guesses hit one of them once in so many days. */
  readonly oneInDays: number;
  /** All guesses of a day, at codes of any length, hit once in so many days at most. */
  readonly atLeast: number;
}

const examples = [1, 100, 10_000, 1_000_000];

/** The longest weak code of the table; there are places for more of it than pins may wait. */
const longestWeak = 9;

/** The settings that say how long codes are. */
export type CodeSettings = Pick<Settings, 'guessesPerDay' | 'userCodes' | 'plexCodeLength'>;

function weakLengths({ guessesPerDay, plexCodeLength }: CodeSettings): readonly CodeLength[] {
  const codes = weakCodes(plexCodes.weak, guessesPerDay, plexCodeLength);
  const longest = codes.isPinned ? codes.short : longestWeak;
  return Array.from({ length: longest - codes.short + 1 }, (_, index) => {
    const length = codes.short + index;
    const live = placesAt(codes, length);
    return rowOf('weak', codes.symbols, length, live, index === 0 ? codes.guesses.short : codes.guesses.long);
  }).filter(({ live }) => live > 0);
}

function userLengths({ guessesPerDay: guesses, userCodes }: CodeSettings): readonly CodeLength[] {
  const { alphabet, length: least } = readUserCodes(userCodes);
  return examples.map((live) => {
    const length = lengthFor({ symbols: alphabet.length, least, guesses, odds: oddsADay.user }, live);
    return rowOf('user', alphabet.length, length, live, guesses);
  });
}

function rowOf(kind: GuessableKind, symbols: number, length: number, live: number, guesses: number): CodeLength {
  const oneInDays = Math.floor(symbols ** length / (guesses * live));
  return { kind, live, length, bits: Math.log2(symbols) * length, guesses, oneInDays, atLeast: 1 / oddsADay[kind] };
}

/**
 * How long codes are with these settings.
 *
 * @throws {SettingsError} for `userCodes` that are none
 */
export function codeLengths(settings: CodeSettings): readonly CodeLength[] {
  return [...weakLengths(settings), ...userLengths(settings)];
}
