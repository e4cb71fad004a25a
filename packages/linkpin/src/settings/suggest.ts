/** Edit distance with transpositions (Damerau-Levenshtein, optimal string alignment). */
function distance(from: string, to: string): number {
  let before: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let line = 1; line <= from.length; line += 1) {
    const next = [line];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[line - 1] === to[column - 1];
      const swapped = from[line - 1] === to[column - 2] && from[line - 2] === to[column - 1];
      const ways = [at(row, column) + 1, at(next, column - 1) + 1, at(row, column - 1) + (same ? 0 : 1)];
      if (swapped && column > 1 && line > 1) ways.push(at(before, column - 2) + 1);
      next.push(Math.min(...ways));
    }
    before = row;
    row = next;
  }
  return at(row, to.length);
}

const at = (row: readonly number[], column: number): number => row[column] ?? Number.POSITIVE_INFINITY;

const folded = (word: string): string => word.toLowerCase().replace(/[^a-z0-9]/g, '');

/**
 * Suggests the word that was probably meant: equal but for case and dashes, or at most two edits away.
 *
 * @returns undefined if none is close
 */
export function suggest(typed: string, words: readonly string[]): string | undefined {
  const ranked = words
    .map((word) => ({ word, slips: distance(folded(typed), folded(word)) }))
    .filter(({ word, slips }) => slips <= 2 && slips * 2 < word.length)
    .toSorted((one, other) => one.slips - other.slips);
  return ranked[0]?.word;
}
