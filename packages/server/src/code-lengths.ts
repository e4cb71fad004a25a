import type { Settings } from './config/settings.ts';
import { lengthFor, oddsADay, type GuessableKind } from './pins/code-length.ts';
import { plexCodes } from './pins/code.ts';
import { readUserCodes } from './user-codes.ts';

/** How long codes of a kind are while so many of one class live. */
export interface CodeLength {
  readonly kind: GuessableKind;
  /** How many codes of the kind live that were asked for by issuers of one class, the new one included. */
  readonly live: number;
  readonly length: number;
  /** What a code of that length holds. */
  readonly bits: number;
  /** All guesses of a day hit one of them once in so many days. */
  readonly oneInDays: number;
  /** What {@link oneInDays} is kept above, for each class. */
  readonly atLeast: number;
}

const examples = [1, 100, 10_000, 1_000_000];

/**
 * How long codes are with these settings, for a few numbers of live ones.
 *
 * @throws {SettingsError} for `userCodes` that are none
 */
export function codeLengths({
  guessesPerDay: guesses,
  userCodes,
}: Pick<Settings, 'guessesPerDay' | 'userCodes'>): readonly CodeLength[] {
  const formats = { weak: plexCodes.weak, user: readUserCodes(userCodes) };
  return (['weak', 'user'] as const).flatMap((kind) => {
    const { alphabet, length: least } = formats[kind];
    const odds = oddsADay[kind];
    return examples.map((live) => {
      const length = lengthFor({ symbols: alphabet.length, least, guesses, odds }, live);
      const oneInDays = Math.floor(alphabet.length ** length / (guesses * live));
      return { kind, live, length, bits: Math.log2(alphabet.length) * length, oneInDays, atLeast: 2 / odds };
    });
  });
}
