// Known failures, from a file: one name of a check a line, `#` begins a comment. No I/O.
import type { Outcome, Result } from './runner.ts';

/** What a run comes to, beside its expectations. */
export interface Judged {
  readonly result: Result;
  /** The check is broken, and a line of the file says that this is known. */
  readonly isKnown: boolean;
}

/** The names of a file, and the lines that name no check. */
export function readExpectations(
  text: string,
  names: readonly string[],
): { readonly known: readonly string[]; readonly unknown: readonly string[] } {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.replace(/#.*$/, '').trim())
    .filter((line) => line !== '');
  return {
    known: lines.filter((line) => names.includes(line)),
    unknown: lines.filter((line) => !names.includes(line)),
  };
}

const isBroken = (outcome: Outcome): boolean => outcome === 'fail' || outcome === 'warn';

export const judge = (results: readonly Result[], known: readonly string[]): readonly Judged[] =>
  results.map((result) => ({ result, isKnown: isBroken(result.outcome) && known.includes(result.check.name) }));

/** Checks that pass although the file says that they are broken: its lines are to be removed. */
export const passedAgain = (results: readonly Result[], known: readonly string[]): readonly string[] =>
  results
    .filter(({ check, outcome }) => outcome === 'pass' && known.includes(check.name))
    .map(({ check }) => check.name);

/**
 * Whether a run is good.
 *
 * @param strict a broken SHOULD counts as well
 */
export const isGood = (judged: readonly Judged[], strict: boolean): boolean =>
  judged.every(
    ({ result: { outcome }, isKnown }) => isKnown || (outcome !== 'fail' && !(strict && outcome === 'warn')),
  );
