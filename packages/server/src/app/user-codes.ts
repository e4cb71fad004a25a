import { foldCode, type CodeFormat } from '../domain/code.ts';
import { SettingsError } from './check-settings.ts';

/** Lifetime of a user code, in milliseconds: short against relay attacks, long enough for people (D49). */
const life = 600_000;

/** Minimum entropy of a user code, in bits (RFC 8628 §6.1: eight of twenty letters are 34.6). */
const floor = 34;

/** With fewer, a code as long as plex's strong ones would not be one that nobody guesses. */
const fewestSymbols = 8;

const presets: Readonly<Record<string, { alphabet: string; length: number }>> = {
  letters: { alphabet: 'BCDFGHJKLMNPQRSTVWXZ', length: 8 }, // D53
  digits: { alphabet: '0123456789', length: 12 },
};

const wrong = (reason: string): SettingsError => new SettingsError([{ setting: 'userCodes', reason }]);

/**
 * Reads the setting: `letters`, `digits`, or a set of one's own as `SYMBOLS:LENGTH`.
 *
 * @throws {SettingsError} if codes would be too easy to guess, or two symbols look alike
 */
export function readUserCodes(setting: string): CodeFormat {
  const [alphabet = '', length = ''] = setting.split(':');
  const { alphabet: symbols, length: count } = presets[setting] ?? { alphabet, length: Number(length) };
  if (!Number.isInteger(count) || count < 4 || count > 32 || symbols.length < 2 || symbols.length > 36) {
    throw wrong(`userCodes must be letters, digits or SYMBOLS:LENGTH, not ${setting}.`);
  }
  if (new Set([...symbols].map(foldCode)).size !== symbols.length || foldCode(symbols).length !== symbols.length) {
    throw wrong('userCodes has symbols that people take for one another, or that are no letters and digits.');
  }
  const bits = Math.log2(symbols.length) * count;
  if (bits < floor) {
    throw wrong(`userCodes would hold ${bits.toFixed(1)} bits; less than ${floor} is too easy to guess.`);
  }
  if (symbols.length < fewestSymbols) {
    throw wrong(`userCodes must have ${fewestSymbols} different symbols or more.`);
  }
  return { alphabet: symbols, length: count, life };
}
