import type { Kind } from './honest.ts';
import type { LetThrough } from './let-through.ts';

/** What became of one attack, and of the honest people meanwhile. */
export interface Row {
  readonly name: string;
  attempts: number;
  /** What the attacker gained, in words. */
  readonly hits: string[];
  honestTried: number;
  honestSucceeded: number;
  /** Who was not served, and why, in words. */
  readonly notServed: string[];
}

export const emptyRow = (name: string): Row => ({
  name,
  attempts: 0,
  hits: [],
  honestTried: 0,
  honestSucceeded: 0,
  notServed: [],
});

/** Notes how an honest person fared. */
export function noteHonest(row: Row, kind: Kind, trouble: string | null): void {
  row.honestTried += 1;
  if (trouble === null) row.honestSucceeded += 1;
  else row.notServed.push(`${kind}: ${trouble}`);
}

/** What came of a play. */
export interface Played {
  readonly rows: readonly Row[];
  readonly letThrough: readonly LetThrough[];
}

/** The sums that `--json` writes. */
export interface Sums {
  readonly attempts: number;
  readonly hits: number;
  readonly honestTried: number;
  readonly honestSucceeded: number;
}

export function sumsOf(rows: readonly Row[]): Sums {
  const sum = (of: (row: Row) => number): number => rows.reduce((total, row) => total + of(row), 0);
  return {
    attempts: sum(({ attempts }) => attempts),
    hits: sum(({ hits }) => hits.length),
    honestTried: sum(({ honestTried }) => honestTried),
    honestSucceeded: sum(({ honestSucceeded }) => honestSucceeded),
  };
}

const rate = ({ honestTried, honestSucceeded }: Sums): string =>
  honestTried === 0
    ? '-'
    : `${honestSucceeded}/${honestTried} (${((100 * honestSucceeded) / honestTried).toFixed(1)} %)`;

/** What more was let through of than may be. */
export const overBound = (letThrough: readonly LetThrough[]): readonly LetThrough[] =>
  letThrough.filter(({ count, most }) => count > most);

/** Lines of cells under each other, the first to the left and the others to the right. */
function table(lines: readonly (readonly string[])[]): readonly string[] {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  return lines.map((cells) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
}

/** The rows as a table, with the sums below and what was let through, and what went wrong after it. */
export function report({ rows, letThrough }: Played): string {
  const sums = sumsOf(rows);
  const lines = [
    ['attack', 'attempts', 'hits', 'honest people served'],
    ...rows.map((row) => [row.name, String(row.attempts), String(row.hits.length), rate({ ...row, hits: 0 })]),
    ['in all', String(sums.attempts), String(sums.hits), rate(sums)],
  ];
  const bounds = [
    ['let through', 'tries', 'at most'],
    ...letThrough.map(({ what, count, most }) => [what, String(count), String(most)]),
  ];
  const incidents = rows.flatMap(({ name, hits, notServed }) => [
    ...hits.map((hit) => `HIT in "${name}": ${hit}`),
    ...notServed.map((why) => `NOT SERVED during "${name}": ${why}`),
  ]);
  const tooMany = overBound(letThrough).map(({ what, count, most }) => `TOO MANY ${what}: ${count}, not ${most}`);
  const counts = new Map<string, number>();
  for (const line of incidents) counts.set(line, (counts.get(line) ?? 0) + 1);
  const wrong = [...counts].map(([line, count]) => `${line} (${count} times)`);
  return [...table(lines), '', ...table(bounds), ...tooMany, ...wrong].join('\n');
}
