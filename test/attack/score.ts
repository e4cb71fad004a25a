import type { Kind } from './honest.ts';

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

/** The rows as a table, with the sums below, and what went wrong after it. */
export function report(rows: readonly Row[]): string {
  const sums = sumsOf(rows);
  const lines = [
    ['attack', 'attempts', 'hits', 'honest people served'],
    ...rows.map((row) => [row.name, String(row.attempts), String(row.hits.length), rate({ ...row, hits: 0 })]),
    ['in all', String(sums.attempts), String(sums.hits), rate(sums)],
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  const table = lines.map((cells) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
  const told = rows.flatMap(({ name, hits, notServed }) => [
    ...hits.map((hit) => `HIT in "${name}": ${hit}`),
    ...notServed.map((why) => `NOT SERVED during "${name}": ${why}`),
  ]);
  const counts = new Map<string, number>();
  for (const line of told) counts.set(line, (counts.get(line) ?? 0) + 1);
  return [...table, ...[...counts].map(([line, count]) => `${line} (${count} times)`)].join('\n');
}
